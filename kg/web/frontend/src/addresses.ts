/** The addresses of the page's views. Whatever is shown can be shared, so what a view shows stands in its address. */

/** What follows the prefix of an identifier: "russia" of "ent:russia". */
export function slugOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

export function isEntity(id: string | null): id is string {
  return id !== null && id.startsWith("ent:");
}

/** Parameters as a query string; what is empty is left out, so that a plain view has a plain address. */
export function queryOf(parameters: Record<string, string | number | null | undefined>): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") found.set(name, String(value));
  }
  const text = found.toString();
  return text === "" ? "" : `?${text}`;
}

export function entityHref(id: string): string {
  return `/entity/${encodeURIComponent(slugOf(id))}`;
}

export function factHref(id: string): string {
  return `/fact/${encodeURIComponent(id)}`;
}

export function documentHref(id: string, start?: number, end?: number): string {
  const place = start === undefined || end === undefined ? "" : `#char=${start},${end}`;
  return `/document/${encodeURIComponent(id)}${place}`;
}

export function searchHref(text: string): string {
  return `/search${queryOf({ q: text })}`;
}

export function graphHref(focus: string): string {
  return `/graph${queryOf({ focus: slugOf(focus) })}`;
}

export function pathsHref(from: string | null, to: string | null): string {
  return `/paths${queryOf({ from: from && slugOf(from), to: to && slugOf(to) })}`;
}

/** An address outside the page, only if it is one of the web: a document's address is what a stranger wrote. */
export function outsideHref(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  return /^https?:$/.test(new URL(address).protocol) ? address : null;
}

/** The page of a Wikidata item, or the address that a user's own table gives in its place. */
export function wikidataHref(item: string): string | null {
  return /^Q\d+$/.test(item) ? `https://www.wikidata.org/wiki/${item}` : outsideHref(item);
}
