/** What the server answers, and what a one-file page holds; `kg/web/` makes it. Offsets are characters, half-open. */

export type Status = "asserted" | "reported" | "negated" | "hypothetical";
export type Span = [number, number];
export type Role = "subject" | "object" | "mentioned" | "source" | "place";

/** The assertion record of `kg export x.jsonl`, with what its document says of itself. */
export interface Assertion {
  id: string;
  status: Status;
  subject: string;
  subject_id: string;
  subject_type: string;
  predicate: string;
  predicate_id: string;
  phrase: string;
  object: string | null;
  object_id: string | null;
  object_type: string | null;
  polarity: string;
  modality: string;
  attributed_to: string | null;
  attributed_to_id: string | null;
  attribution_chain: string[];
  time: string | null;
  place: string | null;
  confidence: number;
  clause: string;
  document: string;
  source: string;
  published: string | null;
  sentence: string;
  start: number;
  end: number;
  subject_span: Span[];
  predicate_span: Span[];
  object_span: Span[];
  subject_antecedent: Span[] | null;
  object_antecedent: Span[] | null;
  publisher: string | null;
  title: string | null;
}

export interface Fact extends Assertion {
  role: Role;
}

export interface Thing {
  id: string;
  label: string;
  type: string;
}

export interface DocumentInfo {
  id: string;
  title: string | null;
  source: string;
  publisher: string | null;
  published: string | null;
  url: string | null;
  facts: number;
  copy_of: string | null;
}

export interface Mark {
  start: number;
  end: number;
  role: "sentence" | "subject" | "predicate" | "object" | "antecedent";
}

/** A fact in its paragraph; marks are offsets into the text of the paragraph. */
export interface Evidence {
  assertion: Assertion;
  paragraph: { text: string; start: number; end: number };
  marks: Mark[];
  document: DocumentInfo;
}

export interface Node extends Thing {
  mentions: number;
  wikidata: string | null;
  /** PageRank, 0 to 1. */
  centrality: number;
  community: number | null;
}

export interface Edge {
  id: string;
  source: string;
  target: string;
  predicate: string;
  label: string;
  kind: string;
  status: Status;
  polarity: string;
  modality: string;
  published: string | null;
  confidence: number;
  sources: number;
  attributed_to: string | null;
  document: string;
  /** Only where the network is embedded in a file: the sentence, the words of the fact in it, and where it stood. */
  quote?: string;
  quote_marks?: Mark[];
  publisher?: string | null;
  title?: string | null;
}

export interface Network {
  nodes: Node[];
  edges: Edge[];
  shown: { nodes: number; edges: number };
  total: { nodes: number; edges: number };
  sampled: boolean;
  communities: { id: number; label: string; size: number }[];
}

export interface About {
  name: string;
  version: string;
  documents: number;
  copies: number;
  sentences: number | null;
  entities: Record<string, number>;
  assertions: Partial<Record<Status, number>>;
  relations: number;
  predicates: Record<string, number>;
  since: string | null;
  until: string | null;
  has_texts: boolean;
  /** The entities of each type with most facts. */
  top?: Record<string, Completion[]>;
}

export interface Completion extends Thing {
  facts: number;
  /** Another name, where that one fitted. */
  name?: string;
}

export interface SearchAnswer {
  near: boolean;
  entities: (Completion & { names: string[] })[];
  relations: { id: string; label: string; phrases: string[]; facts: number }[];
  sentences: { document: DocumentInfo; text: string; start: number; end: number; words: Span[] }[];
}

export interface EntityPage extends Thing {
  names: string[];
  wikidata: string | null;
  links: string[];
  reasons: string[];
  counts: Partial<Record<Status, number>>;
  /** The relations of all its facts, the commonest first. */
  predicates: { id: string; label: string; facts: number }[];
  roles: Partial<Record<Role, number>>;
  facts: Fact[];
  /** How many facts follow those that are given. */
  more: number;
  neighbours: (Thing & { facts: number })[];
  timeline: { month: string; counts: Partial<Record<Status, number>> }[];
}

export interface Hop {
  start: Thing;
  end: Thing;
  assertions: Assertion[];
}

export interface PathsAnswer {
  chains: { hops: Hop[] }[];
  note?: string;
}

export interface DocumentPage {
  document: DocumentInfo;
  text: string;
  headline_end: number;
  facts: Assertion[];
}

export interface SampleQuery {
  name: string;
  title: string;
  parameters: { variable: string; kind: string; meaning: string }[];
  sparql: string;
}
