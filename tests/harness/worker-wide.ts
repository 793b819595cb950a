const kept = globalThis as Record<symbol, unknown>;

/** What a worker has one of. Modules that hold it are made anew where a file resets them (`vi.resetModules`); it is not. */
export function workerWide<Value>(name: string, make: () => Value): Value {
  return (kept[Symbol.for(`gatehouse.tests.${name}`)] ??= make()) as Value;
}
