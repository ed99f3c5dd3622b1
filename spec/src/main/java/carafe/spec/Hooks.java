package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/** The hooks of a container, by kind; each list in the order in which it runs. */
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop) {

    /** No hooks at all. */
    public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    static Hooks read(JsonReader in) {
        List<Hook> prestart = List.of();
        List<Hook> createRuntime = List.of();
        List<Hook> createContainer = List.of();
        List<Hook> startContainer = List.of();
        List<Hook> poststart = List.of();
        List<Hook> poststop = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "prestart" -> prestart = in.readRecords(Hook::read);
                case "createRuntime" -> createRuntime = in.readRecords(Hook::read);
                case "createContainer" -> createContainer = in.readRecords(Hook::read);
                case "startContainer" -> startContainer = in.readRecords(Hook::read);
                case "poststart" -> poststart = in.readRecords(Hook::read);
                case "poststop" -> poststop = in.readRecords(Hook::read);
                default -> in.skip();
            }
        }
        return new Hooks(prestart, createRuntime, createContainer, startContainer, poststart, poststop);
    }

    public List<Hook> of(HookKind kind) {
        return switch (kind) {
            case PRESTART -> prestart;
            case CREATE_RUNTIME -> createRuntime;
            case CREATE_CONTAINER -> createContainer;
            case START_CONTAINER -> startContainer;
            case POSTSTART -> poststart;
            case POSTSTOP -> poststop;
        };
    }
}
