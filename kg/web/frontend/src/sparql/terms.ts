/** RDF terms for people: short names, and the page that tells more of them. */

import { documentHref, entityHref, factHref, outsideHref } from "../addresses";
import { placeIn } from "../offsets";

type Prefixes = Readonly<Record<string, string>>;

/** An IRI with its prefix, where one is known and what follows is a plain name. */
export function shorten(iri: string, prefixes: Prefixes): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

/** Where an IRI leads: to a page of ours for entities, documents and facts, else to its own address on the web. */
export function hrefOf(iri: string, prefixes: Prefixes): { href: string; isOurs: boolean } | null {
  const entities = prefixes["ent"];
  if (entities !== undefined && iri.startsWith(entities))
    return { href: entityHref(`ent:${iri.slice(entities.length)}`), isOurs: true };
  const base = entities?.replace(/entity\/$/, "");
  if (base !== undefined && iri.startsWith(base)) return ourHref(iri.slice(base.length));
  if (Object.values(prefixes).some((namespace) => iri.startsWith(namespace))) return null; // a word of a vocabulary
  const outside = outsideHref(iri);
  return outside === null ? null : { href: outside, isOurs: false };
}

/** The page of a document, of a sentence in it, or of a fact; `rest` is what follows the base of the graph. */
function ourHref(rest: string): { href: string; isOurs: boolean } | null {
  const [, kind, id, fragment] = /^(document|assertion)\/([0-9a-f]+)(?:[#/](.*))?$/.exec(rest) ?? [];
  if (id === undefined) return null;
  const place = placeIn(`#${fragment ?? ""}`);
  const href = kind === "assertion" ? factHref(id) : documentHref(id, place?.start, place?.end);
  return { href, isOurs: true };
}
