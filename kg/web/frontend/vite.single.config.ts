// The one-file page of `kg export graph.html`: script and style inside, no file beside it, and nothing that it may fetch.
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

const INLINE = /<(script type="module"|style)[^>]*>([\s\S]*?)<\/(?:script|style)>/g;

/** The policy that lets a page run the script and the style that stand in it, and nothing else. */
async function policyOf(page: string): Promise<string> {
  const hashes: Record<string, string[]> = { script: [], style: [] };
  for (const [, tag, text] of page.matchAll(INLINE)) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    hashes[tag!.split(" ")[0]!]!.push(`'sha256-${btoa(String.fromCharCode(...digest))}'`);
  }
  return [
    "default-src 'none'",
    `script-src ${hashes["script"]!.join(" ")}`,
    `style-src ${hashes["style"]!.join(" ")}`,
    "worker-src blob:", // the layout, made from the script
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function contentSecurityPolicy(): Plugin {
  return {
    name: "content-security-policy",
    enforce: "post",
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === "asset" && file.fileName.endsWith(".html")) {
          const page = String(file.source);
          const policy = `<meta http-equiv="Content-Security-Policy" content="${await policyOf(page)}" />`;
          file.source = page.replace(/<meta charset="utf-8" ?\/?>/, (charset) => `${charset}\n    ${policy}`);
        }
    },
  };
}

export default defineConfig({
  plugins: [preact(), viteSingleFile(), contentSecurityPolicy()],
  build: {
    outDir: "../static",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    rollupOptions: { input: "single.html" },
  },
});
