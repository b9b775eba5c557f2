import { render } from "preact";

render(<h1>Knowledge graph</h1>, document.getElementById("app")!);
