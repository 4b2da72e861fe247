import ts from "typescript";

/**
 * Tells what the values of a type leave out of it: optional properties that all or none of them have, members of a
 * union that none is, and lists that are never of one or never of several entries. Functions are not looked into.
 *
 * @param file The file that exports the type, relative to the project.
 */
export function shapesOf(file: string, typeName: string): (values: readonly unknown[]) => string[] {
  const program = ts.createProgram([file], { ...options(), noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const exported = source && checker.getSymbolAtLocation(source);
  const symbol = exported && checker.getExportsOfModule(exported).find(({ name }) => name === typeName);
  if (!symbol) throw new Error(`${file} exports no ${typeName}`);
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return (values) => missing(checker, type, values, typeName);
}

function options(): ts.CompilerOptions {
  const { config } = ts.readConfigFile("tsconfig.json", (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ".").options;
}

function missing(checker: ts.TypeChecker, type: ts.Type, values: readonly unknown[], at: string): string[] {
  if (type.isUnion()) return missingMembers(checker, type, values, at);
  if (type.getCallSignatures().length > 0) return [];
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element && type.flags & ts.TypeFlags.Object) {
    const lists = values as (readonly unknown[])[];
    return [
      ...(lists.some(({ length }) => length === 1) ? [] : [`${at}: a list of one`]),
      ...(lists.some(({ length }) => length > 1) ? [] : [`${at}: a list of several`]),
      ...missing(checker, element, lists.flat(), `${at}[]`),
    ];
  }
  if (!(type.flags & ts.TypeFlags.Object)) return [];
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const where = `${at}.${property.name}`;
    const own = values.map((value) => (value as Readonly<Record<string, unknown>>)[property.name]);
    const given = own.filter((value) => value !== undefined);
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return [
      ...(given.length > 0 ? [] : [`${where}: never given`]),
      ...(isOptional && given.length === own.length ? [`${where}: never left out`] : []),
      ...missing(checker, checker.getNonNullableType(checker.getTypeOfSymbol(property)), given, where),
    ];
  });
}

/** Members are told apart as the types do it: literals by themselves, objects by their `kind`. */
function missingMembers(
  checker: ts.TypeChecker,
  type: ts.UnionType,
  values: readonly unknown[],
  at: string,
): string[] {
  return type.types.flatMap((member) => {
    if (member.isStringLiteral() || member.isNumberLiteral()) {
      return values.includes(member.value) ? [] : [`${at}: ${JSON.stringify(member.value)}`];
    }
    const discriminant = member.getProperty("kind");
    const kind = discriminant && checker.getTypeOfSymbol(discriminant);
    if (!kind?.isStringLiteral()) return [`${at}: a member without a kind, ${checker.typeToString(member)}`];
    const own = values.filter((value) => (value as { kind: unknown }).kind === kind.value);
    if (own.length === 0) return [`${at}: ${kind.value}`];
    return missing(checker, member, own, `${at}(${kind.value})`);
  });
}
