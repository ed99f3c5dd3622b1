package carafe.spec.seccomp;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * A rule: what happens to the named system calls when all conditions hold.
 *
 * @param errnoRet null if absent, which means EPERM
 */
public record SeccompSyscall(List<String> names, SeccompAction action, Integer errnoRet, List<SeccompArg> args) {
    static SeccompSyscall read(JsonReader in) {
        List<String> names = null;
        SeccompAction action = null;
        Integer errnoRet = null;
        List<SeccompArg> args = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "names" -> names = in.readTexts();
                case "action" -> action = in.readWord(SeccompAction.WORDS);
                case "errnoRet" -> errnoRet = in.readUint16();
                case "args" -> args = in.readRecords(SeccompArg::read);
                default -> in.skip();
            }
        }
        in.required("names", names);
        return new SeccompSyscall(
                names == null ? List.of() : names,
                in.required("action", action),
                errnoRet,
                args);
    }
}
