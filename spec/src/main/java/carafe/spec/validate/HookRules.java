package carafe.spec.validate;

import carafe.spec.Hook;
import carafe.spec.HookKind;
import carafe.spec.Hooks;
import java.util.List;

/** {@code hooks}. */
final class HookRules {
    private HookRules() {
    }

    static void check(Hooks hooks, Place place) {
        for (HookKind kind : HookKind.WORDS.constants()) {
            List<Hook> list = hooks.of(kind);
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), place.at(kind.word()).at(i));
            }
        }
    }

    private static void check(Hook hook, Place place) {
        place.at("path").requireAbsolute(hook.path());
        if (hook.timeout() != null && hook.timeout() <= 0) {
            place.at("timeout").error(hook.timeout().toString(), "a number of seconds greater than 0");
        }
    }
}
