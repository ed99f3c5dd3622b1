package carafe.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.CrunAnnotation;
import carafe.spec.mount.LinkRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/contract-crun.md has a row for every annotation and option of crun's that the code knows. */
class CrunContractTest {
    @Test
    void everyAnnotationAndOptionHasARow() throws IOException {
        String document = Files.readString(GeneratedFiles.DOCS.resolve("contract-crun.md"));
        List<String> missing = new ArrayList<>();
        for (CrunAnnotation annotation : CrunAnnotation.all()) {
            if (!document.contains("`" + annotation.key())) {
                missing.add(annotation.key());
            }
        }
        for (LinkRule rule : LinkRule.values()) {
            if (!document.contains("`" + rule.word() + "`")) {
                missing.add(rule.word());
            }
        }
        assertEquals(List.of(), missing);
    }
}
