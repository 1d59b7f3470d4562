// Undoes what a test set up, last things first: a page is closed before its server stops.
const stacks = new WeakMap();

/** Runs `undo` when the test ends, before everything that was set up earlier. Every one runs, whatever the others do. */
export function cleanup(t, undo) {
  if (!stacks.has(t)) {
    const stack = [];
    stacks.set(t, stack);
    t.after(async () => {
      const faults = [];
      for (const step of stack.reverse()) await Promise.resolve().then(step).catch((fault) => faults.push(fault));
      if (faults.length) throw faults[0];
    });
  }
  stacks.get(t).push(undo);
}
