/** What surrounds every view: the skip link, the head with the search, the ways to the other views, the live region. */

import type { ComponentChildren } from "preact";
import { entityHref, searchHref } from "../addresses";
import { navigate, type Place, useAnnouncement } from "../router";
import { EntityPicker } from "./EntityPicker";

const WAYS = [
  ["/graph", "Graph"],
  ["/paths", "Paths"],
  ["/documents", "Documents"],
  ["/sparql-page", "SPARQL"],
] as const;

interface Props {
  place: Place;
  isWide: boolean;
  children: ComponentChildren;
}

export function Layout({ place, isWide, children }: Props) {
  const { path, parameters } = place;
  const sought = path === "/search" ? (parameters.get("q") ?? "") : "";
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class={isWide ? "masthead wide" : "masthead"}>
        <a class="brand" href="/">
          Knowledge graph
        </a>
        <nav aria-label="Views">
          <ul>
            {WAYS.map(([address, name]) => (
              <li key={address}>
                <a href={address} {...(isAt(path, address) && { "aria-current": "page" })}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {path !== "/" && (
          <div class="masthead-search" role="search" aria-label="The graph">
            {/* A new one for each view: what was typed for the last one is done with. */}
            <SearchField key={path} value={sought} />
          </div>
        )}
      </header>
      <main id="main" tabIndex={-1} class={isWide ? "wide" : ""}>
        {children}
      </main>
      <Announcer />
    </>
  );
}

export function SearchField({ value }: { value?: string }) {
  return (
    <EntityPicker
      label="Search names, relations and sentences"
      isLabelHidden
      placeholder="Search names and sentences"
      {...(value !== undefined && { value })}
      onPick={(entity) => navigate(entityHref(entity.id))}
      onEnter={(text) => navigate(searchHref(text))}
    />
  );
}

function isAt(path: string, address: string): boolean {
  if (address === "/documents") return path === address || path.startsWith("/document/");
  return path === address;
}

function Announcer() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {useAnnouncement()}
    </div>
  );
}
