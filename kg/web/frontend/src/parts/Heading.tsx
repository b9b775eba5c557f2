/** The heading of a view. It names the window, and takes the focus when the reader comes from another view. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { hasNavigated, useTitle } from "../router";

export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => {
    // Not over a field in which the reader types already, as in the search while its answer comes.
    const isTyping = document.activeElement instanceof HTMLInputElement;
    if (hasNavigated() && !isTyping) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
