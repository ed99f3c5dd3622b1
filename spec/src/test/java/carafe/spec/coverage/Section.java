package carafe.spec.coverage;

import carafe.spec.Capability;
import carafe.spec.DeviceType;
import carafe.spec.HookKind;
import carafe.spec.IoPriorityClass;
import carafe.spec.MemoryPolicyFlag;
import carafe.spec.MemoryPolicyMode;
import carafe.spec.NamespaceType;
import carafe.spec.PersonalityDomain;
import carafe.spec.RlimitType;
import carafe.spec.SchedulerFlag;
import carafe.spec.SchedulerPolicy;
import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;
import carafe.spec.mount.MountOptions;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import java.util.List;

/** The sections of the coverage table, each with the items the model says there are. */
enum Section implements SpecWord {
    PROPERTIES("properties", "Properties of config.json", ModelProperties.all()),
    NAMESPACES("namespaces", "Namespaces", NamespaceType.WORDS.words()),
    HOOKS("hooks", "Hooks", HookKind.WORDS.words()),
    MOUNT_OPTIONS("mountOptions", "Mount options", MountOptions.words()),
    CAPABILITIES("capabilities", "Capabilities", Capability.WORDS.words()),
    RLIMITS("rlimits", "Resource limits", RlimitType.WORDS.words()),
    SECCOMP_ACTIONS("seccompActions", "Seccomp actions", SeccompAction.WORDS.words()),
    SECCOMP_OPERATORS("seccompOperators", "Seccomp operators", SeccompOperator.WORDS.words()),
    SECCOMP_FLAGS("seccompFlags", "Seccomp flags", SeccompFlag.WORDS.words()),
    SECCOMP_ARCHITECTURES("seccompArchitectures", "Seccomp architectures", SeccompArch.WORDS.words()),
    DEVICE_TYPES("deviceTypes", "Device types", DeviceType.WORDS.words()),
    SCHEDULER_POLICIES("schedulerPolicies", "Scheduling policies", SchedulerPolicy.WORDS.words()),
    SCHEDULER_FLAGS("schedulerFlags", "Scheduling flags", SchedulerFlag.WORDS.words()),
    IO_PRIORITY_CLASSES("ioPriorityClasses", "I/O priority classes", IoPriorityClass.WORDS.words()),
    MEMORY_POLICY_MODES("memoryPolicyModes", "Memory policy modes", MemoryPolicyMode.WORDS.words()),
    MEMORY_POLICY_FLAGS("memoryPolicyFlags", "Memory policy flags", MemoryPolicyFlag.WORDS.words()),
    PERSONALITY_DOMAINS("personalityDomains", "Execution domains", PersonalityDomain.WORDS.words());

    static final Vocabulary<Section> WORDS = Vocabulary.of(values());

    private final String word;
    private final String title;
    private final List<String> items;

    Section(String word, String title, List<String> items) {
        this.word = word;
        this.title = title;
        this.items = items;
    }

    @Override
    public String word() {
        return word;
    }

    String title() {
        return title;
    }

    List<String> items() {
        return items;
    }
}
