package carafe.image;

import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointSetup.EnterCreateIsolatePrologue;
import com.oracle.svm.core.c.function.CEntryPointSetup.LeaveTearDownIsolateEpilogue;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;

/** The C function {@code main} of the executable {@code carafe}. */
final class CarafeMain {
    private CarafeMain() {
    }

    @CEntryPoint(include = CEntryPoint.NotIncludedAutomatically.class)
    @CEntryPointOptions(prologue = EnterCreateIsolatePrologue.class, epilogue = LeaveTearDownIsolateEpilogue.class)
    static int main(int argc, CCharPointerPointer argv) {
        return NativeMain.run("carafe", carafe.cli.Main::run, argc, argv);
    }
}
