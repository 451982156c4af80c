package nnrun.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One parameter of a record, as the record declares it.
///
/// @param name in YAML: the Java name in snake case
/// @param component the Java side: accessor and type
/// @param shape what a config may hold there
/// @param defaultText the value when a config leaves it out, as YAML; null when there is none
/// @param range where numbers must lie; null when anywhere
/// @param doc one line on it; empty when the record says nothing
/// @param nullable whether it may be absent altogether
/// @param inline whether its own keys stand among the record's
/// @param example a value for an example, as YAML; null when it needs none
public record Parameter(
    String name,
    RecordComponent component,
    Shape shape,
    @Nullable String defaultText,
    @Nullable Interval range,
    String doc,
    boolean nullable,
    boolean inline,
    @Nullable String example) {

  private static final ClassValue<List<Parameter>> DECLARED =
      new ClassValue<>() {
        @Override
        protected List<Parameter> computeValue(Class<?> type) {
          List<Parameter> parameters = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            parameters.add(of(component));
          }
          return List.copyOf(parameters);
        }
      };

  /// The parameters of a record in their order; an inlined record or catalogue is one parameter.
  public static List<Parameter> declared(Class<? extends Record> type) {
    return DECLARED.get(type);
  }

  /// The keys that a YAML map for this record takes, in order: inlined records are replaced by their parameters, an
  /// inlined catalogue (see [#inlineCatalogue]) is left out.
  public static List<Parameter> keys(Class<? extends Record> type) {
    List<Parameter> keys = new ArrayList<>();
    for (Parameter p : declared(type)) {
      if (!p.inline) {
        keys.add(p);
      } else if (p.shape instanceof Shape.Fields(var inlined)) {
        keys.addAll(keys(inlined));
      }
    }
    return keys;
  }

  /// The catalogue of which one component's `type` and parameters stand among this record's keys, if there is one.
  public static @Nullable Catalogue inlineCatalogue(Class<? extends Record> type) {
    for (Parameter p : declared(type)) {
      if (p.inline) {
        Catalogue found =
            switch (p.shape) {
              case Shape.Choice(var sealed) -> Catalogue.of(sealed);
              case Shape.Fields(var inlined) -> inlineCatalogue(inlined);
              default -> throw new IllegalStateException("@Inline on " + p.component + ", which has no keys");
            };
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /// What a record holds there.
  public static @Nullable Object value(RecordComponent component, Record record) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /// Must a config give it?
  public boolean required() {
    return defaultText == null && !nullable;
  }

  private static Parameter of(RecordComponent component) {
    Default byDefault = component.getAnnotation(Default.class);
    Range range = component.getAnnotation(Range.class);
    Doc doc = component.getAnnotation(Doc.class);
    Example example = component.getAnnotation(Example.class);
    return new Parameter(
        Names.snake(component.getName()),
        component,
        Shape.of(component.getGenericType()),
        byDefault == null ? null : byDefault.value(),
        range == null ? null : Interval.parse(range.value()),
        doc == null ? "" : doc.value(),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        component.isAnnotationPresent(Inline.class),
        example == null ? null : example.value());
  }
}
