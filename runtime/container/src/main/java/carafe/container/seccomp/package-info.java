/**
 * Seccomp profiles compiled to filters, in Java alone.
 *
 * <pre>
 *   Seccomp (config.json)                       {@link carafe.spec.seccomp.Seccomp}
 *      │  names, actions, conditions merged     {@link carafe.container.seccomp.ProfileRules}
 *      ▼
 *   rules per system call of an ABI             {@link carafe.container.seccomp.AbiRules}
 *      │  numbers with one verdict joined,      {@link carafe.container.seccomp.NumberSearch}
 *      │  conditions as sets of values          {@link carafe.container.seccomp.RuleChain}
 *      ▼
 *   decision graph                              {@link carafe.container.seccomp.bpf.DecisionGraph}
 *      │  long jumps                            {@link carafe.container.seccomp.bpf.ProgramLayout}
 *      ▼
 *   BPF program                                 {@link carafe.container.seccomp.SeccompFilter}
 * </pre>
 *
 * <p>What a profile means where the specification is silent is written down in
 * docs/decisions/0010-what-a-seccomp-profile-means.md, and once more as code in the tests' {@code ProfileOracle}, which
 * every compiled filter is compared with.
 */
package carafe.container.seccomp;
