/** Serves the built page, with the settings of a run. */
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

/** Serves `dist`; the files of `own` come first. Answers its address and what stops it. */
export async function serveSite(dist, own) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://site").pathname);
    const name = path === "/" ? "/index.html" : path;
    const file = join(dist, name);
    const known = own[name] !== undefined || statSync(file, { throwIfNoEntry: false })?.isFile();
    response.writeHead(known ? 200 : 404, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(known ? (own[name] ?? readFileSync(file)) : "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
