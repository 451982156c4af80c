package nnrun.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// Runs a test for every golden file of a folder, with every way to compute.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ArgumentsSource(GoldenSource.Provider.class)
@interface GoldenSource {
  String value();

  /// Runs of these engines only.
  Engines[] engines() default {Engines.COMPILED_FLOAT64, Engines.PLAIN_FLOAT64, Engines.COMPILED_FLOAT32};

  final class Provider implements ArgumentsProvider, AnnotationConsumer<GoldenSource> {
    private GoldenSource source;

    @Override
    public void accept(GoldenSource annotation) {
      source = annotation;
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations declarations, ExtensionContext context) {
      List<Golden> files = Golden.of(source.value());
      return files.stream().flatMap(file -> Stream.of(source.engines()).map(engines -> Arguments.of(file, engines)));
    }
  }
}
