// `npm run package` in this folder: bundles the client and packs the extension into dist/skerry-<version>.vsix, which
// `code --install-extension` takes. A .vsix is a zip with a list of its kinds of files and a manifest of its own; vsce,
// which packs it elsewhere, wants a newer Node.js than Skerry does and a cloud's libraries.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { strToU8, zipSync } from "fflate";

const folder = path.dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(path.join(folder, name));
const facts = JSON.parse(read("package.json").toString());

/** What of the folder is packed, with the kind of each as the package's list has it. */
const packed = [
  ...["package.json", "language-configuration.json", "README.md", "syntaxes/skerry.tmLanguage.json"],
  ...["dist/extension.js", "LICENSE.txt"],
];
const kinds = { json: "application/json", js: "application/javascript", md: "text/markdown", txt: "text/plain" };

await build({
  absWorkingDir: folder,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});

const files = Object.fromEntries(packed.map((name) => [`extension/${name}`, contentOf(name)]));
files["extension.vsixmanifest"] = strToU8(manifest());
files["[Content_Types].xml"] = strToU8(contentTypes());
const target = path.join(folder, "dist", `skerry-${facts.version}.vsix`);
mkdirSync(path.dirname(target), { recursive: true });
// The same content gives the same bytes.
writeFileSync(target, zipSync(files, { mtime: "1980-01-01T00:00:00Z", level: 9 }));
console.log(path.relative(process.cwd(), target));

function contentOf(name) {
  if (name === "LICENSE.txt") return read("../../../LICENSE");
  if (name !== "package.json") return read(name);
  const { scripts, devDependencies, private: _, ...published } = facts;
  return strToU8(`${JSON.stringify(published, null, 2)}\n`);
}

function contentTypes() {
  const known = Object.entries({ ...kinds, vsixmanifest: "text/xml" });
  const defaults = known.map(([extension, type]) => `<Default Extension=".${extension}" ContentType="${type}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${defaults.join("")}</Types>
`;
}

function manifest() {
  const { name, publisher, version, displayName, description, keywords, categories, engines } = facts;
  const tags = [...keywords, "skerry", "__ext_skerry"].join(",");
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}"/>
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${xml(tags)}</Tags>
    <Categories>${xml(categories.join(","))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionDependencies" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionPack" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
      <Property Id="Microsoft.VisualStudio.Code.LocalizedLanguages" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

function xml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
