package carafe.monitor.option;

import java.util.ArrayList;
import java.util.List;

/**
 * The words the runtime is started with.
 *
 * <pre>
 *   RUNTIME [--systemd-cgroup] [runtime-args] create|restore --bundle B --pid-file P [--no-pivot] [--no-new-keyring]
 *           [--detach --image-path DIR --work-path B] [runtime-opts] CID
 *   RUNTIME [runtime-args] exec --pid-file P --process SPEC --detach [runtime-opts] CID
 * </pre>
 */
final class RuntimeCommand {
    private RuntimeCommand() {
    }

    static List<String> words(Settings settings) {
        Options options = settings.options();
        List<String> words = new ArrayList<>();
        words.add(options.text(Option.RUNTIME));
        if (!settings.isExec() && options.has(Option.SYSTEMD_CGROUP)) {
            words.add("--systemd-cgroup");
        }
        words.addAll(options.all(Option.RUNTIME_ARG));
        if (settings.isExec()) {
            words.addAll(List.of("exec", "--pid-file", settings.containerPidFile(),
                    "--process", options.text(Option.EXEC_PROCESS_SPEC), "--detach"));
        } else {
            addCreate(words, settings);
        }
        words.addAll(options.all(Option.RUNTIME_OPT));
        words.add(settings.id());
        return words;
    }

    private static void addCreate(List<String> words, Settings settings) {
        Options options = settings.options();
        boolean restore = options.has(Option.RESTORE);
        words.addAll(List.of(restore ? "restore" : "create", "--bundle", settings.bundle(),
                "--pid-file", settings.containerPidFile()));
        if (options.has(Option.NO_PIVOT)) {
            words.add("--no-pivot");
        }
        if (options.has(Option.NO_NEW_KEYRING)) {
            words.add("--no-new-keyring");
        }
        if (restore) {
            // a restored container runs at once: without --detach the runtime would stay with it
            words.addAll(List.of("--detach", "--image-path", options.text(Option.RESTORE),
                    "--work-path", settings.bundle()));
        }
    }
}
