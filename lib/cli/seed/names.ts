/** Of many places, so that sorting, searching and narrow columns meet more than ASCII. */
export const FIRST_NAMES = [
  ...['Ada', 'Alan', 'Amina', 'Anders', 'Anouk', 'Aroha', 'Astrid', 'Beatriz', 'Björn', 'Chidi', 'Chloé', 'Dalia'],
  ...['Dmitri', 'Edsger', 'Elif', 'Emmy', 'Farid', 'Fatou', 'Grace', 'Hedy', 'Ignacio', 'Ines', 'Jamal', 'Jürgen'],
  ...['Katherine', 'Kenji', 'Lars', 'Leïla', 'Linh', 'Margaret', 'Mateo', 'Mei', 'Nadia', 'Noor', 'Olu', 'Paloma'],
  ...['Radia', 'Ravi', 'Rosa', 'Sofía', 'Søren', 'Tariq', 'Tove', 'Vera', 'Wanjiru', 'Yusuf', 'Zoë'],
] as const;

export const LAST_NAMES = [
  ...['Abebe', 'Adeyemi', 'Almeida', 'Andersen', 'Bakker', 'Benali', 'Byron', 'Carvalho', 'Chen', 'Cohen', 'Diallo'],
  ...['Dijkstra', 'Eriksson', 'Fernández', 'Garcia', 'Goldberg', 'Haddad', 'Hamilton', 'Hopper', 'Ivanova', 'Jansen'],
  ...['Johnson', 'Kaplan', 'Keller', 'Kovács', 'Kowalski', 'Lamarr', 'Lindqvist', 'Lovelace', 'Mbeki', 'Müller'],
  ...['Nakamura', 'Ngata', 'Nguyen', 'Noether', 'Okafor', 'Özdemir', 'Patel', 'Perlman', 'Quispe', 'Rahman', 'Rossi'],
  ...['Sato', 'Schmidt', 'Silva', 'Sørensen', 'Suzuki', 'Tanaka', 'Turing', 'Vaughan', 'Wang', 'Weber', 'O’Brien'],
] as const;

/** A name as a part of an address has it. */
export function asciiOf(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^a-z]/gi, '')
    .toLowerCase();
}
