// Reads the .d.ts files of one provider package: which properties a type has, and of what type.
//
// A type is written as a short string:
//   string number boolean any asset archive      the leaves (asset: an asset or an archive)
//   #redis.InstanceNode                           a nested object type, by npm module and name
//   @core.v1.ServiceSpecType                      an enum
//   T[]  T{}  A|B  (A|B)[]                        a list, a map from string, a union
// A property adds `?` when it is optional, and then ` deprecated` when it is.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export class Declarations {
  #ts;
  #root;
  #files = new Map();
  #interfaces = new Map();

  constructor(ts, root) {
    this.#ts = ts;
    this.#root = root;
  }

  /** Where a resource class or function of a module is declared: the path of its file, without an ending. */
  locate(modulePath, name) {
    if (name === "Provider" && !modulePath) return join(this.#root, "provider");
    const index = join(this.#root, modulePath, "index.d.ts");
    const found = existsSync(index) &&
      readFileSync(index, "utf8").match(new RegExp(`import\\("(\\./[^"]+)"\\)\\.${name};`));
    if (!found) throw new Error(`${modulePath ? `${modulePath}/` : ""}${name}: the package has no such resource type or function.`);
    return join(dirname(index), found[1]);
  }

  /** The Output properties of a resource class. */
  classOutputs(file, name) {
    const ts = this.#ts;
    const declaration = this.#source(file).statements.find((s) => ts.isClassDeclaration(s) && s.name.text === name);
    const outputs = declaration.members.filter((member) => ts.isPropertyDeclaration(member)
      && member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword));
    return this.#properties(outputs, `${name} (class)`);
  }

  /** The settings that a program can read from the package, from config/vars.d.ts. */
  configVariables() {
    const ts = this.#ts;
    return Object.fromEntries(this.#source(join(this.#root, "config", "vars")).statements.filter(ts.isVariableStatement)
      .flatMap((statement) => [...statement.declarationList.declarations])
      .map(({ name, type }) => [name.text, this.#type(type, `config.${name.text}`).text]));
  }

  /** The properties of a top-level interface of a file, or nothing if there is no such interface. */
  interfaceProperties(file, name) {
    const ts = this.#ts;
    const declaration = this.#source(file).statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === name);
    return declaration && this.#properties(declaration.members, name);
  }

  /** The properties of a nested type; direction is "input" or "output", the name is like `redis.InstanceNode`. */
  nestedProperties(direction, name) {
    const declaration = this.#nested(direction).get(name);
    if (!declaration) throw new Error(`${name}: types/${direction}.d.ts has no such type.`);
    return this.#properties(declaration.members, `${direction} ${name}`);
  }

  /** The members of an enum, name to value; the name is like `core.v1.ServiceSpecType`. */
  enumValues(name) {
    const ts = this.#ts;
    const path = name.split(".");
    const file = this.#source(join(this.#root, "types", "enums", ...path.slice(0, -1), "index"));
    const statement = file.statements.filter(ts.isVariableStatement).flatMap((s) => [...s.declarationList.declarations])
      .find((declaration) => declaration.name.text === path.at(-1));
    if (!statement) throw new Error(`${name}: types/enums has no such enum.`);
    return Object.fromEntries(statement.type.members.map((member) => [member.name.text, member.type.literal.text]));
  }

  #source(file) {
    const path = `${file}.d.ts`;
    if (!this.#files.has(path))
      this.#files.set(path, this.#ts.createSourceFile(path, readFileSync(path, "utf8"), this.#ts.ScriptTarget.Latest, false));
    return this.#files.get(path);
  }

  #nested(direction) {
    if (!this.#interfaces.has(direction)) {
      const found = new Map();
      this.#collect(this.#source(join(this.#root, "types", direction)).statements, [], found);
      this.#interfaces.set(direction, found);
    }
    return this.#interfaces.get(direction);
  }

  #collect(statements, path, found) {
    const ts = this.#ts;
    for (const statement of statements) {
      if (ts.isModuleDeclaration(statement)) this.#collect(statement.body.statements, [...path, statement.name.text], found);
      else if (ts.isInterfaceDeclaration(statement)) found.set([...path, statement.name.text].join("."), statement);
    }
  }

  #properties(members, owner) {
    const properties = {};
    for (const member of members) {
      const name = member.name?.text;
      if (!name || !member.type) throw new Error(`${owner}: a member that is no plain property is not supported.`);
      const { text, optional } = this.#type(member.type, `${owner}.${name}`);
      const deprecated = member.jsDoc?.some((doc) => doc.tags?.some((tag) => tag.tagName.text === "deprecated")) ? " deprecated" : "";
      properties[name] = `${text}${optional || member.questionToken ? "?" : ""}${deprecated}`;
    }
    return properties;
  }

  /** The short form of a TypeScript type, and whether it admits undefined. */
  #type(node, owner) {
    const ts = this.#ts;
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword: return { text: "string" };
      case ts.SyntaxKind.NumberKeyword: return { text: "number" };
      case ts.SyntaxKind.BooleanKeyword: return { text: "boolean" };
      case ts.SyntaxKind.AnyKeyword: return { text: "any" };
      case ts.SyntaxKind.LiteralType: return { text: ts.isStringLiteral(node.literal) ? "string" : "boolean" };
      case ts.SyntaxKind.ParenthesizedType: return this.#type(node.type, owner);
      case ts.SyntaxKind.ArrayType: return { text: `${this.#group(this.#type(node.elementType, owner).text)}[]` };
      case ts.SyntaxKind.UnionType: return this.#union(node, owner);
      case ts.SyntaxKind.TypeReference: return this.#reference(node, owner);
      case ts.SyntaxKind.TypeLiteral: {
        if (node.members.length === 1 && ts.isIndexSignatureDeclaration(node.members[0]))
          return { text: `${this.#group(this.#type(node.members[0].type, owner).text)}{}` };
      }
    }
    throw new Error(`${owner}: a type of kind ${ts.SyntaxKind[node.kind]} is not supported.`);
  }

  #union(node, owner) {
    const parts = node.types.filter((type) => type.kind !== this.#ts.SyntaxKind.UndefinedKeyword)
      .map((type) => this.#type(type, owner));
    const names = [...new Set(parts.map((part) => part.text))];
    const merged = names.length === 2 && names.includes("asset") && names.includes("archive") ? ["asset"] : names;
    const optional = parts.length < node.types.length || parts.some((part) => part.optional);
    return { text: merged.join("|"), optional };
  }

  #reference(node, owner) {
    const path = this.#path(node.typeName);
    const name = path.join(".");
    if (["pulumi.Input", "pulumi.Output"].includes(name)) return this.#type(node.typeArguments[0], owner);
    if (name === "pulumi.asset.Asset") return { text: "asset" };
    if (name === "pulumi.asset.Archive") return { text: "archive" };
    if (["inputs", "outputs"].includes(path[0])) return { text: `#${path.slice(1).join(".")}` };
    if (path[0] === "enums") return { text: `@${path.slice(1).join(".")}` };
    throw new Error(`${owner}: the type ${name} is not supported.`);
  }

  #path(name) {
    return this.#ts.isIdentifier(name) ? [name.text] : [...this.#path(name.left), name.right.text];
  }

  #group(text) {
    return text.includes("|") ? `(${text})` : text;
  }
}
