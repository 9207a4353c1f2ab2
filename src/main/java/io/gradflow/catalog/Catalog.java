package io.gradflow.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of all kinds of one component, such as all activations.
 *
 * @param <T> the component's interface
 */
public final class Catalog<T> {
    private final String role;
    private final String defaultKind;
    private final Map<String, Kind<?>> byName = new LinkedHashMap<>();
    private final Map<Class<?>, Kind<?>> byType = new HashMap<>();

    /**
     * Declares a catalogue.
     *
     * @param role the component's key in a configuration and the name of its column, such as {@code activation}
     * @param defaultKind the kind used if a configuration names none; null if the key is required
     * @param kinds the kinds, whose record classes all implement the component's interface
     */
    public Catalog(String role, String defaultKind, Class<T> component, List<? extends Kind<?>> kinds) {
        this.role = role;
        this.defaultKind = defaultKind;
        for (var kind : kinds) {
            if (!component.isAssignableFrom(kind.type())) {
                throw new IllegalArgumentException(kind.type() + " is no " + component.getSimpleName());
            }
            if (byType.put(kind.type(), kind) != null) {
                throw new IllegalArgumentException(
                        "two kinds of " + role + " share " + kind.type().getSimpleName());
            }
            if (byName.put(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two kinds of " + role + " are called " + kind.name());
            }
        }
        if (defaultKind != null && !byName.containsKey(defaultKind)) {
            throw new IllegalArgumentException("no kind of " + role + " is called " + defaultKind);
        }
    }

    public String role() {
        return role;
    }

    /** The kind used if a configuration names none; empty if the key is required. */
    public Optional<String> defaultKind() {
        return Optional.ofNullable(defaultKind);
    }

    /**
     * The default kind with the defaults of its parameters; empty if the configuration must name a kind or a parameter.
     */
    public Optional<T> defaultComponent() {
        return defaultKind()
                .flatMap(this::kind)
                .filter(kind -> kind.parameters().stream().allMatch(parameter -> parameter.defaultValue() != null))
                .map(kind -> create(
                        kind,
                        kind.parameters().stream().map(Parameter::defaultValue).toList()));
    }

    /** All kinds, in the order of declaration. */
    public List<Kind<?>> kinds() {
        return List.copyOf(byName.values());
    }

    /** The kind with this name, in lower_snake or kebab-case. */
    public Optional<Kind<?>> kind(String name) {
        return Optional.ofNullable(byName.get(name.replace('-', '_')));
    }

    /** The kind of a component. */
    public Kind<?> kindOf(T component) {
        // A component is a record, which has no subclasses, so its class identifies its kind.
        var kind = byType.get(component.getClass());
        if (kind == null) {
            throw new IllegalArgumentException(component.getClass() + " is no kind of " + role);
        }
        return kind;
    }

    /**
     * Makes a component of this catalogue.
     *
     * @see Kind#create(List)
     */
    @SuppressWarnings("unchecked") // the constructor has checked that every kind implements T
    public T create(Kind<?> kind, List<?> values) {
        return (T) kind.create(values);
    }
}
