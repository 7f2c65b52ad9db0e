// Where answers wait on this device: local storage, by paper. It may be full or forbidden; then
// save() throws and the queue says so.

export function keepingOf(paper) {
  const name = `guildhall-paper:${paper}`;
  return {
    load() {
      try {
        const found = JSON.parse(localStorage.getItem(name) ?? "[]");
        return Array.isArray(found) ? found : [];
      } catch {
        return [];
      }
    },
    save(entries) {
      if (entries.length) localStorage.setItem(name, JSON.stringify(entries));
      else localStorage.removeItem(name);
    },
  };
}
