import {RecipientsInput} from "@mail/core/web/recipients_input";
import {parseEmail} from "@mail/utils/common/format";
import {patch} from "@web/core/utils/patch";
import {isEmail} from "@web/core/utils/strings";

/**
 * The people of the organisation stand first when a mail is written from its form. Nobody is made
 * by typing a name: somebody new gets a place at the organisation first.
 */
patch(RecipientsInput.prototype, {
    getAutoCompleteSources() {
        const sources = super.getAutoCompleteSources(...arguments);
        if (this.props.thread.model !== "bzk.relation") {
            return sources;
        }
        const [source] = sources;
        return [
            {
                ...source,
                options: async (term) => {
                    const people = await this.relationPeople(term);
                    if (!term) {
                        return people;
                    }
                    const labels = people.map((option) => option.label);
                    const others = (await source.options(term)).filter(
                        (option) =>
                            !labels.some((label) => label.startsWith(option.label)) &&
                            (isEmail(parseEmail(term)[1]) ||
                                !option.cssClass?.includes("option_create")),
                    );
                    return [...people, ...others];
                },
            },
        ];
    },

    /**
     * The people of the organisation who fit what was typed and are not in the mail yet.
     *
     * @param {string} term
     */
    async relationPeople(term) {
        const {thread} = this.props;
        const people = await this.orm.call("bzk.relation", "mail_people", [[thread.id]], {term});
        const chosen = new Set(this.getAllMailThreadRecipients().map((one) => one.email));
        return people
            .filter((person) => !chosen.has(person.email))
            .map((person) => ({
                label:
                    `${person.name} <${person.email}>` +
                    (person.function ? ` · ${person.function}` : ""),
                onSelect: () =>
                    this.insertAdditionalRecipient({
                        email: person.email,
                        name: person.name,
                        partner_id: person.partner_id,
                    }),
            }));
    },
});
