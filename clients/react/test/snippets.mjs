/** Compiles every `ts` and `tsx` block of a document against the built packages: `node test/snippets.mjs <file>`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = join(root, "snippets-build");
const [document] = process.argv.slice(2);
if (!document) throw new Error("no document: expected its path");

const blocks = [...readFileSync(document, "utf8").matchAll(/^```(tsx?)\n(.*?)^```$/gms)];
if (blocks.length === 0) throw new Error(`${document} has no ts or tsx block`);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [at, [, kind, text]] of blocks.entries()) writeFileSync(join(folder, `block-${at + 1}.${kind}`), text);
// Style sheets have no types, and the configuration of Vite is a matter of the page that has Vite.
const PAGE = `declare module "*.css";
declare module "@vitejs/plugin-react" {
  export default function react(): object;
}
declare module "vite" {
  export function defineConfig(config: { plugins?: object[]; resolve?: { dedupe?: string[] } }): object;
}
`;
writeFileSync(join(folder, "page.d.ts"), PAGE);
const compilerOptions = { module: "ESNext", moduleResolution: "Bundler", verbatimModuleSyntax: true, noUnusedLocals: false };
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", compilerOptions, include: ["."] }));
try {
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { stdio: "inherit" });
  console.log(`${blocks.length} blocks of ${document} compile`);
} catch {
  console.error(`a block of ${document} does not compile`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
