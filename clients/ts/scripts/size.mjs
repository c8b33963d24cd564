/**
 * Packs the package, installs nothing, and builds pages that use it: prints the sizes, and fails if a page needs a
 * polyfill of Node, an entry point is missing, or the package holds what it should not.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));

/** A page for each way of using the package. */
const PAGES = {
  "asks only": `import { Economy } from "@axiom-os/client"; globalThis.app = Economy.connect;`,
  "asks and signs": `import { Economy, relayVotes, verifyProof } from "@axiom-os/client";
    import { burnerWallet, connectKeplr } from "@axiom-os/client/wallet";
    globalThis.app = [Economy, relayVotes, verifyProof, burnerWallet, connectKeplr];`,
  "uses the hooks": `import { Economy } from "@axiom-os/client"; import { connectKeplr } from "@axiom-os/client/wallet";
    import { AxiomProvider, useMe, useSend } from "@axiom-os/client/react";
    globalThis.app = [Economy, connectKeplr, AxiomProvider, useMe, useSend];`,
};

const folder = mkdtempSync(join(tmpdir(), "axiom-size-"));
try {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: HERE,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const wanted = /^(dist\/|LICENSE$|README\.md$|package\.json$)/;
  const strange = packed.files.map(({ path }) => path).filter((path) => !wanted.test(path));
  if (strange.length > 0) throw new Error(`the package holds ${strange.join(", ")}: expected dist, LICENSE and README.md`);
  const { name, version, size, unpackedSize, files } = packed;
  console.log(`${name} ${version}: ${kilo(size)} packed, ${kilo(unpackedSize)} unpacked, ${files.length} files`);

  // The page sees the packed files, and the dependencies of this folder.
  const scope = join(folder, "node_modules", "@axiom-os");
  mkdirSync(scope, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, packed.filename), "-C", scope]);
  symlinkSync(join(HERE, "node_modules"), join(scope, "package", "node_modules"));
  symlinkSync(join(scope, "package"), join(scope, "client"));
  for (const [use, source] of Object.entries(PAGES)) await page(use, source);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function page(name, source) {
  writeFileSync(join(folder, "main.js"), source);
  writeFileSync(join(folder, "index.html"), `<script type="module" src="./main.js"></script>`);
  const complaints = [];
  const note = (text) => complaints.push(text);
  const quiet = { info() {}, clearScreen() {}, hasErrorLogged: () => false, hasWarned: false };
  await build({
    root: folder,
    logLevel: "warn",
    customLogger: { ...quiet, warn: note, warnOnce: note, error: note },
    build: { chunkSizeWarningLimit: 4_000 },
  });
  const polyfills = complaints.filter((text) => /externalized for browser|polyfill|not exported/i.test(text));
  if (polyfills.length > 0) throw new Error(`a page that ${name} needs what browsers do not have:\n${polyfills.join("\n")}`);
  const assets = join(folder, "dist", "assets");
  const first = /src="\.?\/assets\/([^"]+)"/.exec(readFileSync(join(folder, "dist", "index.html"), "utf8"))[1];
  const zipped = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
  const later = readdirSync(assets).filter((file) => file !== first);
  console.log(`a page that ${name}: ${kilo(zipped([first]))} zipped at first, ${kilo(zipped(later))} once it signs`);
}

function kilo(bytes) {
  return `${(bytes / 1_000).toFixed(0)} kB`;
}
