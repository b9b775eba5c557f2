/** The quote behind a fact: its sentence lit up in its paragraph, the words of the fact in it, and where it stood. */

import { documentHref, entityHref, factHref, isEntity, outsideHref } from "../addresses";
import { calls, useAnswer } from "../api";
import type { DocumentInfo, Evidence as EvidenceAnswer } from "../types";
import { tellDate } from "../words";
import { Answered } from "./Answered";
import { Marked } from "./Marked";

export function Evidence({ id, withFactLink = true }: { id: string; withFactLink?: boolean }) {
  const loaded = useAnswer(calls.evidence(id));
  return <Answered loaded={loaded}>{(evidence) => <Quote evidence={evidence} withFactLink={withFactLink} />}</Answered>;
}

export function Quote({ evidence, withFactLink }: { evidence: EvidenceAnswer; withFactLink: boolean }) {
  const { assertion, document, marks, paragraph } = evidence;
  return (
    <figure class="evidence">
      <blockquote>
        <Marked text={paragraph.text} marks={marks} />
      </blockquote>
      <figcaption>
        <SourceLine document={document} start={assertion.start} end={assertion.end} />
        <Source fact={assertion} />
        {withFactLink && (
          <p>
            <a href={factHref(assertion.id)}>All about this fact</a>
          </p>
        )}
        <p class="legend">
          Marked: <mark class="subject">subject</mark> <mark class="predicate">predicate</mark>{" "}
          <mark class="object">object</mark>
          {marks.some((mark) => mark.role === "antecedent") && (
            <>
              {" "}
              <mark class="antecedent">the name meant</mark>
            </>
          )}
        </p>
      </figcaption>
    </figure>
  );
}

/** Title, outlet and date of a document; the title leads to the place in it. */
export function SourceLine({ document, start, end }: { document: DocumentInfo; start?: number; end?: number }) {
  const address = outsideHref(document.url);
  return (
    <p class="source-line">
      <a href={documentHref(document.id, start, end)}>{document.title ?? document.source}</a>
      {document.publisher && <span>{document.publisher}</span>}
      {document.published && <time dateTime={document.published}>{tellDate(document.published)}</time>}
      {address && (
        <a href={address} rel="noreferrer noopener" target="_blank">
          where it appeared ↗
        </a>
      )}
    </p>
  );
}

function Source({ fact }: { fact: EvidenceAnswer["assertion"] }) {
  if (fact.attributed_to === null) return null;
  return (
    <p>
      According to{" "}
      {isEntity(fact.attributed_to_id) ? (
        <a href={entityHref(fact.attributed_to_id)}>{fact.attributed_to}</a>
      ) : (
        fact.attributed_to
      )}
    </p>
  );
}
