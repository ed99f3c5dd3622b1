package carafe.container.process;

import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.spec.Config;
import carafe.spec.CrunAnnotation;

/**
 * Where the output of a hook goes: to files that annotations name, as with crun, or to the runtime, which tells it if the
 * hook fails.
 */
final class HookOutput {
    private static final int MODE = 0700;

    private final LocalKernel kernel;
    private final Fd output;
    private final Fd errors;

    private HookOutput(LocalKernel kernel, Fd output, Fd errors) {
        this.kernel = kernel;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Opens the files; to be closed.
     *
     * @throws SetupFailed if one cannot be opened
     */
    static HookOutput of(LocalKernel kernel, Config config) {
        Fd output = open(kernel, CrunAnnotation.HOOKS_STDOUT.of(config));
        try {
            return new HookOutput(kernel, output, open(kernel, CrunAnnotation.HOOKS_STDERR.of(config)));
        } catch (RuntimeException e) {
            close(kernel, output);
            throw e;
        }
    }

    private static Fd open(LocalKernel kernel, String path) {
        if (path == null) {
            return Fd.NONE;
        }
        // not to wait for whoever reads a fifo
        Fd file = kernel.allowingAll().openat(Fd.CWD, path, Open.O_WRONLY | Open.O_CREAT | Open.O_APPEND | Open.O_NONBLOCK, MODE);
        if (file.failed()) {
            throw new SetupFailed(kernel.step(), "open " + path + " for the output: " + Errno.describe(file.errno()), null);
        }
        return file;
    }

    /** @param pipe of the runtime */
    Fd standardOutput(Fd pipe) {
        return output == Fd.NONE ? pipe : output;
    }

    /** @param pipe of the runtime */
    Fd standardError(Fd pipe) {
        return errors == Fd.NONE ? pipe : errors;
    }

    void close() {
        close(kernel, output);
        close(kernel, errors);
    }

    private static void close(LocalKernel kernel, Fd file) {
        if (file != Fd.NONE) {
            kernel.close(file);
        }
    }
}
