import {registry} from "@web/core/registry";

const FILE = [
    "LENERNUMMER;ROEPNAAM;VOORVOEGSEL;NAAM;GEBOORTEDATUM;EMAIL;VESTIGING",
    "00000001;Anna;van der;Berg;03-02-1980;anna@example.org;HLC",
    "00000002;Bram;;Jansen;15-07-2012;not an address;HLC",
].join("\r\n");

registry.category("web_tour.tours").add("bzk_base_import", {
    steps: () => [
        {
            content: "Open the card on the home screen",
            trigger: ".o_kanban_record:has(i.fa-upload) button",
            run: "click",
        },
        {
            content: "Choose the file",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File([FILE], "leden.csv", {type: "text/csv"}));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "The file is there",
            trigger: ".o_field_widget[name=file] input:value(leden.csv)",
        },
        {
            content: "Choose the profile",
            trigger: ".o_field_widget[name=profile_id] input",
            run: "edit Wise",
        },
        {
            trigger: ".o_field_widget[name=profile_id] .dropdown-item:contains(Wise)",
            run: "click",
        },
        {
            content: "Check the file",
            trigger: "button[name=action_check].btn-primary",
            run: "click",
        },
        {
            content: "The numbers are shown before anything is written",
            trigger: ".o_field_widget[name=new_count]:contains(2)",
        },
        {
            content: "The first rows are shown as they will be stored",
            trigger: ".o_field_widget[name=preview_html] td:contains(Anna)",
        },
        {
            content: "Import",
            trigger: "button[name=action_import].btn-primary",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=done]",
        },
        {
            content: "Look at what could not be read",
            trigger: "button[name=action_rejections]",
            run: "click",
        },
        {
            trigger: ".o_list_view td:contains(not an address)",
        },
    ],
});
