package carafe.cli.report;

import carafe.container.inspect.Inspection;
import carafe.container.inspect.Inspection.CapabilityInfo;
import carafe.container.inspect.Inspection.CgroupInfo;
import carafe.container.inspect.Inspection.DescriptorInfo;
import carafe.container.inspect.Inspection.Drift;
import carafe.container.inspect.Inspection.Limit;
import carafe.container.inspect.Inspection.MountInfo;
import carafe.container.inspect.Inspection.NamespaceInfo;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.container.seccomp.SeccompListing;
import java.util.ArrayList;
import java.util.List;

/** An inspection for people. */
public final class InspectionText {
    private static final String PREFIX = "CAP_";

    private final Inspection about;
    private final Page page;

    private InspectionText(Inspection about, Page page) {
        this.about = about;
        this.page = page;
    }

    public static void print(Inspection about, Page page) {
        new InspectionText(about, page).print();
    }

    private void print() {
        page.heading("container " + about.id())
                .fact("status", about.status())
                .fact("pid", about.pid() == 0 ? null : about.pid())
                .fact("bundle", about.bundle())
                .fact("rootfs", about.rootfs())
                .fact("LSM label", about.lsm());
        if (about.drift() != null) {
            drift();
        }
        namespaces();
        processes();
        filter();
        cgroup();
        mounts();
        descriptors();
    }

    private void drift() {
        page.heading("not as in config.json");
        if (about.drift().isEmpty()) {
            page.line("nothing");
            return;
        }
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (Drift one : about.drift()) {
            rows.add(cells(one.pointer(), one.expected(), one.found()));
        }
        page.table(List.of("POINTER", "EXPECTED", "FOUND"), rows);
    }

    private void namespaces() {
        if (about.namespaces().isEmpty()) {
            return;
        }
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (NamespaceInfo namespace : about.namespaces()) {
            String shared = String.join(", ", namespace.sharedWith());
            rows.add(cells(namespace.type(), Long.toString(namespace.inode()), shared.isEmpty() ? "nobody" : shared));
        }
        page.heading("namespaces").table(List.of("TYPE", "INODE", "SHARED WITH"), rows)
                .list("uid map", about.uidMap()).list("gid map", about.gidMap());
    }

    private void processes() {
        if (about.processes().isEmpty()) {
            return;
        }
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (ProcessInfo process : about.processes()) {
            rows.add(cells(Integer.toString(process.pid()), Integer.toString(process.inside()), process.uid(),
                    process.gid(), process.noNewPrivileges() ? "yes" : "no", process.command()));
        }
        page.heading("processes").table(List.of("PID", "INSIDE", "UID", "GID", "NO NEW PRIVS", "COMMAND"), rows);
        page.heading("capabilities");
        CapabilityInfo before = null;
        for (ProcessInfo process : about.processes()) {
            if (!process.capabilities().equals(before)) {
                before = process.capabilities();
                page.line("from process " + process.pid() + " on");
                page.fact("effective", names(before.effective())).fact("permitted", names(before.permitted()))
                        .fact("inheritable", names(before.inheritable())).fact("bounding", names(before.bounding()))
                        .fact("ambient", names(before.ambient()));
            }
        }
    }

    private static String names(List<String> capabilities) {
        StringBuilder names = new StringBuilder();
        for (String name : capabilities) {
            names.append(names.isEmpty() ? "" : " ").append(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        }
        return names.isEmpty() ? "none" : names.toString();
    }

    private void filter() {
        Inspection.Filter filter = about.seccomp();
        if (filter == null) {
            return;
        }
        page.heading("seccomp").fact("mode", filter.mode()).fact("filters", filter.count())
                .fact("listed from", filter.origin()).fact("note", filter.note(), Colour.DOUBTFUL);
        for (SeccompListing listing : filter.listings()) {
            page.fact("instructions", listing.length()).listing(listing.instructions());
        }
    }

    private void cgroup() {
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (CgroupInfo cgroup : about.cgroups()) {
            rows.add(cells(cgroup.controllers().isEmpty() ? "version 2" : cgroup.controllers(), cgroup.path()));
        }
        if (!rows.isEmpty()) {
            page.heading("cgroup").table(List.of("CONTROLLER", "PATH"), rows);
        }
        List<List<Page.Cell>> limits = new ArrayList<>();
        for (Limit limit : about.limits()) {
            limits.add(cells(limit.name(), limit.used(), limit.limit()));
        }
        if (!limits.isEmpty()) {
            page.heading("limits").table(List.of("WHAT", "USED", "LIMIT"), limits);
        }
    }

    private void mounts() {
        if (about.mounts().isEmpty()) {
            return;
        }
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (MountInfo mount : about.mounts()) {
            String source = mount.root() == null ? mount.source() : mount.source() + " " + mount.root();
            String flags = String.join(" ", mount.flags());
            rows.add(cells(mount.target(), mount.type(), source,
                    mount.propagation() == null ? flags : flags + " " + mount.propagation()));
        }
        page.heading("mounts").table(List.of("TARGET", "TYPE", "SOURCE", "FLAGS"), rows);
    }

    private void descriptors() {
        if (about.descriptors().isEmpty()) {
            return;
        }
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (DescriptorInfo one : about.descriptors()) {
            rows.add(cells(Integer.toString(one.pid()), Integer.toString(one.fd()), one.target(), one.access(),
                    one.why()));
        }
        page.heading("descriptors that lead out").table(List.of("PID", "FD", "TARGET", "ACCESS", "WHY"), rows);
    }

    private static List<Page.Cell> cells(String... texts) {
        List<Page.Cell> cells = new ArrayList<>();
        for (String text : texts) {
            cells.add(Page.Cell.of(text));
        }
        return cells;
    }
}
