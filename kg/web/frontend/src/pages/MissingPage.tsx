/** An address that is none of the page's. */

import { Heading } from "../parts/Heading";

export function MissingPage() {
  return (
    <>
      <Heading title="No such page" />
      <p>
        Nothing stands at this address. The <a href="/">start</a> has a search over names, relations and sentences.
      </p>
    </>
  );
}
