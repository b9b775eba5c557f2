// The one-file page of `kg export graph.html`: script and style inside, no file beside it.
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

export default defineConfig({
  plugins: [preact(), viteSingleFile()],
  build: { outDir: "../static", emptyOutDir: false, rollupOptions: { input: "single.html" } },
});
