import {registry} from "@web/core/registry";

/** What the camera or a scanner tells the web client. */
function scan(barcode) {
    const {barcode: service} = odoo.__WOWL_DEBUG__.root.env.services;
    service.bus.trigger("barcode_scanned", {barcode, target: document.body});
}

const status = (name) => `.modal .o_bzk_desk_status[data-status=${name}]`;
const closed = "body:not(:has(.modal)) .o_event_barcode_main";

registry.category("web_tour.tours").add("bzk_ticketing_desk", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Voorleesmiddag) button[name=action_check_in]",
            run: "click",
        },
        {
            trigger: ".o_event_barcode_main:contains(Voorleesmiddag)",
            run: () => scan("eva"),
        },
        {
            content: "Come in, and who belongs to you too",
            trigger: `${status("confirmed_registration")} .alert-success`,
        },
        {
            trigger: ".modal .o_bzk_desk_companions:contains(Finn Smit) button",
            run: "click",
        },
        {
            trigger: closed,
            run: () => scan("finn"),
        },
        {
            trigger: status("already_registered"),
            run: () => scan("waiting"),
        },
        {
            trigger: status("waiting_registration"),
        },
        {
            content: "Going on lets nobody in who was refused",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: closed,
            run: () => scan("cancelled"),
        },
        {
            content: "A person decides otherwise",
            trigger: `.modal:has(${status("canceled_registration").slice(7)}) .o_bzk_desk_let_in`,
            run: "click",
        },
        {
            trigger: closed,
            run: () => scan("nobody"),
        },
        {
            trigger: ".o_notification:has(.bg-danger)",
        },
        {
            content: "Without a ticket: by name",
            trigger: ".o_event_select_attendee",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Guus Smit)",
            run: "click",
        },
        {
            trigger: status("confirmed_registration"),
        },
    ],
});
