/** Where the reader is: the address, how to go elsewhere, and what is told to those who hear the page. */

import { useEffect, useState } from "preact/hooks";

export interface Place {
  path: string;
  parameters: URLSearchParams;
  hash: string;
}

type Listener = () => void;
const listeners = new Set<Listener>();
let visits = 0;

export function readPlace(): Place {
  const { pathname, search, hash } = window.location;
  return { path: pathname, parameters: new URLSearchParams(search), hash };
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Whether the reader came to this view from another one, so that its heading should get the focus. */
export function hasNavigated(): boolean {
  return visits > 0;
}

/** Goes to an address of the page; with `replace` Back does not return to the one before, as where a filter changed. */
export function navigate(address: string, { replace = false }: { replace?: boolean } = {}): void {
  const target = new URL(address, window.location.href);
  const isSamePath = target.pathname === window.location.pathname;
  rememberScroll();
  if (replace) window.history.replaceState(window.history.state, "", target);
  else if (target.href !== window.location.href) window.history.pushState(null, "", target);
  if (!isSamePath) {
    visits += 1;
    window.scrollTo(0, 0);
  }
  tell();
}

/** Changes parameters of the address in place; what is empty or null goes. */
export function setParameters(changes: Record<string, string | null>, options?: { replace?: boolean }): void {
  const { path, parameters } = readPlace();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") parameters.delete(name);
    else parameters.set(name, value);
  }
  const text = parameters.toString();
  navigate(path + (text === "" ? "" : `?${text}`), { replace: options?.replace ?? true });
}

function rememberScroll(): void {
  window.history.replaceState({ ...window.history.state, scroll: window.scrollY }, "");
}

function restoreScroll(): void {
  const state: unknown = window.history.state;
  const scroll = typeof state === "object" && state !== null && "scroll" in state ? Number(state.scroll) : 0;
  // Answers are kept, so the view is there in the next frame; a longer wait would fight with the reader.
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, scroll)));
}

/** Follows links inside the page without loading it anew; those with a modifier, and to files, are the browser's. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const address = link?.getAttribute("href");
  if (!link || address === null || address === undefined) return;
  if (link.target !== "" || link.hasAttribute("download")) return;
  const target = new URL(address, window.location.href);
  if (target.origin !== window.location.origin || /^\/(api|assets|sparql)(\/|$)/.test(target.pathname)) return;
  if (address.startsWith("#") && !address.startsWith("#char=")) return; // the skip link
  event.preventDefault();
  navigate(target.href);
}

export function startRouter(): void {
  window.history.scrollRestoration = "manual";
  document.addEventListener("click", followLink);
  window.addEventListener("popstate", () => {
    visits += 1;
    tell();
    restoreScroll();
  });
  window.addEventListener("pagehide", rememberScroll);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const update = () => setPlace(readPlace());
    listeners.add(update);
    return () => void listeners.delete(update);
  }, []);
  return place;
}

const announcers = new Set<(text: string) => void>();

/** Says a text to those who hear the page, without moving the focus. */
export function announce(text: string): void {
  for (const announcer of announcers) announcer(text);
}

/** The text last announced, for the one live region of the page. */
export function useAnnouncement(): string {
  const [text, setText] = useState("");
  useEffect(() => {
    announcers.add(setText);
    return () => void announcers.delete(setText);
  }, []);
  return text;
}

/** Names the view in the window's title, and tells its name when the reader came to it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Knowledge graph" : `${title} · Knowledge graph`;
    if (title !== "" && hasNavigated()) announce(title);
  }, [title]);
}
