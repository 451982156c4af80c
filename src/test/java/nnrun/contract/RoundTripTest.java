package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Yaml;
import nnrun.spec.Catalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  static Stream<Class<?>> catalogues() {
    return Catalogues.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void everyComponentIsReadBackFromTheYamlThatItIsWrittenAs(Class<?> sealed) throws ConfigException {
    for (Variants.Variant<?> variant : Variants.of(sealed)) {
      String yaml = Yaml.write(variant.component());
      Object back = Config.parse(sealed, yaml, "written").value();
      assertThat(back).as(yaml).isEqualTo(variant.component());
      assertThat(Yaml.write(back)).isEqualTo(yaml);
    }
  }

  @ParameterizedTest
  @MethodSource("catalogues")
  void everyComponentHasAVariantForEachOfItsParameters(Class<?> sealed) {
    List<? extends Variants.Variant<?>> variants = Variants.of(sealed);
    for (Catalogue.Entry entry : Catalogue.of(sealed).entries()) {
      long own = variants.stream().filter(variant -> variant.component().getClass() == entry.type()).count();
      assertThat(own)
          .as(entry.name())
          .isGreaterThan(entry.parameters().stream().filter(p -> !p.required()).count() / 2);
    }
    assertThat(variants).extracting(Variants.Variant::component).doesNotHaveDuplicates();
  }
}
