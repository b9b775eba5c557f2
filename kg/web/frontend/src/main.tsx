/** The application: which view belongs to which address. */

import "./styles/base.css";
import "./styles/parts.css";
import "./styles/pages.css";
import { render } from "preact";
import { Layout } from "./parts/Layout";
import { DocumentPage } from "./pages/DocumentPage";
import { DocumentsPage } from "./pages/DocumentsPage";
import { EntityPage } from "./pages/EntityPage";
import { FactPage } from "./pages/FactPage";
import { GraphPage } from "./pages/GraphPage";
import { MissingPage } from "./pages/MissingPage";
import { PathsPage } from "./pages/PathsPage";
import { SearchPage } from "./pages/SearchPage";
import { SparqlPage } from "./pages/SparqlPage";
import { StartPage } from "./pages/StartPage";
import { type Place, startRouter, usePlace } from "./router";

const WIDE = ["/graph", "/sparql-page"];

function App() {
  const place = usePlace();
  return (
    <Layout place={place} isWide={WIDE.includes(place.path)}>
      <View key={place.path} {...place} />
    </Layout>
  );
}

function View({ path, parameters, hash }: Place) {
  const [, view = "", ...rest] = path.split("/");
  const name = decode(rest.join("/"));
  if (rest.length === 0) {
    if (view === "") return <StartPage />;
    if (view === "search") return <SearchPage parameters={parameters} />;
    if (view === "graph") return <GraphPage parameters={parameters} />;
    if (view === "paths") return <PathsPage parameters={parameters} />;
    if (view === "documents") return <DocumentsPage parameters={parameters} />;
    if (view === "sparql-page") return <SparqlPage parameters={parameters} />;
  } else if (name !== "") {
    if (view === "entity") return <EntityPage id={`ent:${name}`} parameters={parameters} />;
    if (view === "document") return <DocumentPage id={name} hash={hash} />;
    if (view === "fact") return <FactPage id={name} />;
  }
  return <MissingPage />;
}

/** A part of an address as it was before it was escaped; a broken escape names nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

startRouter();
render(<App />, document.getElementById("app")!);
