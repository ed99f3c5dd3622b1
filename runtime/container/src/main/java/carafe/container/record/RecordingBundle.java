package carafe.container.record;

import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.Config;
import carafe.spec.Mount;
import carafe.spec.json.JsonEdit;
import carafe.spec.json.JsonWriter;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.seccomp.SeccompAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A temporary directory with a bundle's config.json, changed so that an agent sees every call of its program. */
public final class RecordingBundle implements AutoCloseable {
    private static final String CONFIG = "config.json";
    private static final String SOCKET = "agent";
    private static final int OWNER_ONLY = 0700;
    private static final int CONFIG_MODE = 0600;

    private final Kernel kernel;
    private final String path;

    private RecordingBundle(Kernel kernel, String path) {
        this.kernel = kernel;
        this.path = path;
    }

    /**
     * @param temporary directory to make it in
     * @param unique    for its name
     * @param bundle    absolute path of the bundle
     * @param config    what is in it, and its JSON
     * @param unseen    calls that the filter lets pass
     */
    public static RecordingBundle make(Kernel kernel, String temporary, String unique, String bundle, Config config,
            byte[] json, List<String> unseen) {
        RecordingBundle made = new RecordingBundle(kernel, temporary + "/carafe-record-" + unique);
        kernel.mkdirat(Fd.CWD, made.path, OWNER_ONLY).get();
        try {
            JsonEdit edit = new JsonEdit().set("/linux/seccomp", made.filter(unseen))
                    .set("/root/path", quoted(absolute(bundle, config.root().path())));
            List<Mount> mounts = config.mounts();
            for (int i = 0; i < mounts.size(); i++) {
                String source = mounts.get(i).source();
                if (source != null && ParsedOptions.of(mounts.get(i).options()).isBind()) {
                    edit.set("/mounts/" + i + "/source", quoted(absolute(bundle, source)));
                }
            }
            byte[] changed = edit.apply(json);
            Fd file = kernel.openat(Fd.CWD, made.path + "/" + CONFIG, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL,
                    CONFIG_MODE);
            for (int at = 0; at < changed.length;) {
                at += (int) kernel.write(file, Arrays.copyOfRange(changed, at,
                        Math.min(changed.length, at + FileCalls.READ_CHUNK))).get();
            }
            kernel.close(file);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Everything is handed to the agent, on every ABI of the machine, but what is unseen. */
    private String filter(List<String> unseen) {
        JsonWriter out = JsonWriter.compact();
        out.beginObject().word("defaultAction", SeccompAction.ALLOW).text("listenerPath", socket())
                .beginArray("architectures");
        for (SyscallAbi abi : SyscallAbi.ofThisMachine().offeredByKernel()) {
            out.text(abi.arch().word());
        }
        out.endArray().beginArray("syscalls").beginObject().beginArray("names");
        for (String name : SyscallAbi.namesOfAll()) {
            if (!unseen.contains(name)) {
                out.text(name);
            }
        }
        out.endArray().word("action", SeccompAction.NOTIFY).endObject().endArray().endObject();
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    private static String absolute(String bundle, String path) {
        return path.startsWith("/") ? path : bundle + "/" + path;
    }

    private static String quoted(String text) {
        return new String(JsonWriter.compact().text(text).toBytes(), StandardCharsets.UTF_8);
    }

    public String path() {
        return path;
    }

    String socket() {
        return path + "/" + SOCKET;
    }

    @Override
    public void close() {
        kernel.allowing(Errno.ENOENT).unlinkat(Fd.CWD, path + "/" + CONFIG, 0);
        kernel.allowing(Errno.ENOENT).unlinkat(Fd.CWD, socket(), 0);
        kernel.allowingAll().unlinkat(Fd.CWD, path, FileCalls.AT_REMOVEDIR);
    }
}
