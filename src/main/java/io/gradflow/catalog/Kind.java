package io.gradflow.catalog;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One entry of a catalogue: a record class whose components are the parameters, in the same order.
 *
 * @param <T> the record class
 */
public final class Kind<T extends Record> {
    private final String name;
    private final Class<T> type;
    private final String description;
    private final String source;
    private final List<Parameter<?>> parameters;
    private final Constructor<T> constructor;
    private final List<Method> accessors;

    private Kind(String name, Class<T> type, String description, String source, List<Parameter<?>> parameters) {
        this.name = name;
        this.type = type;
        this.description = description;
        this.source = source;
        this.parameters = parameters;
        var components = Arrays.stream(type.getRecordComponents())
                .map(c -> c.getType().getSimpleName() + " " + c.getName())
                .toList();
        var declared = parameters.stream()
                .map(p -> p.type().javaType().getSimpleName() + " " + camelCase(p.name()))
                .toList();
        if (!components.equals(declared)) {
            throw new IllegalArgumentException("parameters of " + name + " are " + declared + ", but the components of "
                    + type.getSimpleName() + " are " + components);
        }
        constructor = canonicalConstructor(type);
        accessors =
                Arrays.stream(type.getRecordComponents()).map(Kind::accessor).toList();
    }

    /**
     * Declares a kind without a source.
     *
     * @param name the name in lower_snake, as the tables contain it; configurations may also write it in kebab-case
     * @param type the record class of the kind
     * @param description the formula or recipe in one line
     * @param parameters one for each component of the record, with the same type and in the same order
     */
    public static <T extends Record> Kind<T> of(
            String name, Class<T> type, String description, Parameter<?>... parameters) {
        return new Kind<>(name, type, description, null, List.of(parameters));
    }

    /**
     * The same kind, with its source.
     *
     * @param newSource where the kind is defined, in one line: authors, title and year, or the program and its name
     *     there
     */
    public Kind<T> withSource(String newSource) {
        return new Kind<>(name, type, description, newSource, parameters);
    }

    public String name() {
        return name;
    }

    /** The record class of this kind. */
    public Class<T> type() {
        return type;
    }

    public String description() {
        return description;
    }

    /** Where the definition comes from; empty for a kind that needs no source, such as the identity. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    public List<Parameter<?>> parameters() {
        return parameters;
    }

    /**
     * Makes the component.
     *
     * @param values one for each parameter, in order, each allowed by its parameter
     * @throws IllegalArgumentException if the values are not compatible; the message says which rule they break
     */
    public T create(List<?> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The component's values, one for each parameter, in order. */
    public List<Object> values(Object component) {
        return IntStream.range(0, accessors.size())
                .mapToObj(parameter -> value(component, parameter))
                .toList();
    }

    /** The component's value of the parameter at this position. */
    public Object value(Object component, int parameter) {
        try {
            return accessors.get(parameter).invoke(component);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> Constructor<T> canonicalConstructor(Class<T> type) {
        try {
            var constructor = type.getDeclaredConstructor(Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    private static Method accessor(RecordComponent component) {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        return accessor;
    }

    private static String camelCase(String kebab) {
        var words = kebab.split("-", -1);
        var camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return camel.toString();
    }
}
