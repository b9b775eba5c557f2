/** The network behind the page /graph: asked of the server. */

import { documentHref, entityHref } from "./addresses";
import { ask, calls } from "./api";
import type { NetworkSource } from "./network/source";

export const served: NetworkSource = {
  whole: () => ask(calls.graph()),
  neighbours: (id) => ask(calls.neighbours(id)),
  entityHref,
  complete: (text) => ask(calls.complete(text)).then(({ entities }) => entities),
  async quote(edge) {
    const { paragraph, marks, assertion, document } = await ask(calls.evidence(edge.id));
    return {
      text: paragraph.text,
      marks,
      title: document.title,
      publisher: document.publisher,
      published: document.published,
      href: documentHref(document.id, assertion.start, assertion.end),
    };
  },
};
