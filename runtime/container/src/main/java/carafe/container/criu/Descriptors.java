package carafe.container.criu;

import carafe.container.Document;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code descriptors.json} in the image directory, in runc's format: what the first process had as descriptors 0, 1
 * and 2, as /proc/PID/fd shows it. A pipe in it had its other end outside; at restore it is replaced by the new
 * caller's descriptor of the same number.
 *
 * @param names in the order of the numbers
 */
public record Descriptors(List<String> names) {
    private static final String FILE = "descriptors.json";
    private static final int MODE = 0600;
    private static final int STANDARD_STREAMS = 3;
    private static final String PIPE = "pipe:";
    /** For one that is closed, which runc's reader has to find in its place, too. */
    private static final String CLOSED = "";

    /** Of a process that runs. */
    static Descriptors of(Kernel kernel, int pid) {
        List<String> names = new ArrayList<>();
        for (int fd = 0; fd < STANDARD_STREAMS; fd++) {
            String path = "/proc/" + pid + "/fd/" + fd;
            boolean closed = kernel.allowing(Errno.ENOENT).stat(Fd.CWD, path, Kernel.AT_SYMLINK_NOFOLLOW) == null;
            names.add(closed ? CLOSED : kernel.readlinkat(Fd.CWD, path));
        }
        return new Descriptors(names);
    }

    void write(Kernel kernel, Fd directory) {
        JsonWriter out = JsonWriter.compact().beginArray();
        for (String name : names) {
            out.text(name);
        }
        out.endArray();
        Fd file = kernel.openat(directory, FILE, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC, MODE);
        kernel.write(file, out.toBytes());
        kernel.close(file);
    }

    /** @throws Refused if the directory holds no checkpoint */
    static Descriptors read(Kernel kernel, Fd directory, String path) {
        Fd file = Document.open(kernel, directory, FILE);
        if (file.failed()) {
            throw new Refused(path + "/" + FILE + ": " + Errno.text(file.errno())
                    + ", expected what \"checkpoint\" wrote");
        }
        byte[] json = Document.read(kernel, file, path + "/" + FILE);
        Findings findings = Findings.stoppingAtFirstError(path + "/" + FILE);
        List<String> names = JsonReader.readTexts(json, findings);
        if (names.size() != STANDARD_STREAMS) {
            findings.add(Finding.error("", names.size() + " names", "those of the three standard streams"));
        }
        return new Descriptors(names);
    }

    void addTo(CriuRequest request) {
        for (int fd = 0; fd < names.size(); fd++) {
            if (names.get(fd).startsWith(PIPE)) {
                request.add(CriuOption.INHERIT_FD, names.get(fd), fd);
            }
        }
    }
}
