package carafe.monitor.conmon;

import carafe.kernel.Sys;
import carafe.monitor.attach.AttachPlan;
import carafe.monitor.attach.AttachServer;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.io.ControlFifo;
import carafe.monitor.log.LogSet;
import carafe.monitor.process.Ground;
import carafe.monitor.process.Stdio;
import carafe.shim.AttachPacket;
import carafe.shim.ControlLine;
import carafe.shim.ProtocolException;

/** What engines find in the bundle: the attach socket, the way to it, and the two fifos. */
final class Endpoints {
    private final Sys sys;
    private final Stdio stdio;
    private final LogSet logs;
    private final String attachPath;
    private final AttachLink link;
    private final AttachServer attach;
    private final ControlFifo ctl;
    private final ControlFifo winsz;
    private boolean open = true;

    /** @param plan with a directory */
    Endpoints(Ground ground, AttachPlan plan, Stdio stdio, OutputHub hub, LogSet logs) {
        sys = ground.sys();
        this.stdio = stdio;
        this.logs = logs;
        link = AttachLink.make(sys, plan);
        attach = new AttachServer(sys, ground.loop(), ground.log(), hub, stdio.stdin(), plan.endsStdin(),
                plan.directory());
        attachPath = plan.directory() + "/" + AttachPacket.SOCKET_NAME;
        ctl = new ControlFifo(sys, ground.loop(), ground.log(), plan.directory() + "/" + ControlLine.CTL_FIFO,
                line -> control(ControlLine.parseCtl(line)));
        winsz = new ControlFifo(sys, ground.loop(), ground.log(), plan.directory() + "/" + ControlLine.WINSZ_FIFO,
                line -> control(ControlLine.parseWinsz(line)));
    }

    private void control(ControlLine line) throws ProtocolException {
        switch (line) {
            case ControlLine.Resize size -> stdio.resize(size.height(), size.width());
            case ControlLine.ReopenLogs reopen -> logs.reopen();
        }
    }

    /** Removes the socket; clients see the end of the output. */
    void close() {
        if (open) {
            open = false;
            attach.close();
            sys.unlink(attachPath);
            link.remove();
            ctl.close();
            winsz.close();
        }
    }
}
