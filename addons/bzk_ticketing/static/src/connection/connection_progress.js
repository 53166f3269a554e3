import {Component, onWillUnmount, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;

/**
 * Shows how far a synchronisation is and reads the record again while the server works on it.
 */
export class ConnectionProgress extends Component {
    static template = "bzk_ticketing.ConnectionProgress";
    static props = {...standardWidgetProps};

    setup() {
        this.timer = null;
        useEffect(
            (busy) => {
                this.stop();
                if (busy) {
                    this.timer = setInterval(() => this.refresh(), INTERVAL);
                }
            },
            () => [this.busy],
        );
        onWillUnmount(() => this.stop());
    }

    get busy() {
        return this.props.record.data.state === "busy";
    }

    async refresh() {
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }

    stop() {
        clearInterval(this.timer);
        this.timer = null;
    }
}

registry.category("view_widgets").add("bzk_connection_progress", {
    component: ConnectionProgress,
    fieldDependencies: [
        {name: "state", type: "selection"},
        {name: "activity_count", type: "integer"},
        {name: "order_count", type: "integer"},
    ],
});
