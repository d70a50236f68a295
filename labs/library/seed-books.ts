// What the library has after its first start: books that are free to read, each with the year in which it appeared.

const LINES = `
Jane Austen | Sense and Sensibility 1811 | Pride and Prejudice 1813 | Emma 1815
Mary Shelley | Frankenstein 1818 | Valperga 1823 | The Last Man 1826
Honoré de Balzac | Eugénie Grandet 1833 | Le Père Goriot 1835 | La Cousine Bette 1846
Charles Dickens | Oliver Twist 1838 | Bleak House 1853 | Great Expectations 1861
Charlotte Brontë | Jane Eyre 1847 | Shirley 1849 | Villette 1853
Herman Melville | Typee 1846 | Moby-Dick 1851 | The Confidence-Man 1857
Harriet Beecher Stowe | Uncle Tom's Cabin 1852 | Dred 1856 | Oldtown Folks 1869
Elizabeth Gaskell | Mary Barton 1848 | Cranford 1853 | North and South 1855
Gustave Flaubert | Madame Bovary 1857 | Salammbô 1862 | L'Éducation sentimentale 1869
George Eliot | Adam Bede 1859 | Silas Marner 1861 | Middlemarch 1871
Victor Hugo | Notre-Dame de Paris 1831 | Les Misérables 1862 | L'Homme qui rit 1869
Jules Verne | Cinq semaines en ballon 1863 | Vingt mille lieues sous les mers 1870 | L'Île mystérieuse 1875
Fyodor Dostoevsky | Crime and Punishment 1866 | The Idiot 1869 | Demons 1872
Leo Tolstoy | War and Peace 1869 | Anna Karenina 1878 | Resurrection 1899
Louisa May Alcott | Little Women 1868 | Little Men 1871 | Jo's Boys 1886
Mark Twain | The Adventures of Tom Sawyer 1876 | Life on the Mississippi 1883 | Adventures of Huckleberry Finn 1884
Theodor Fontane | Irrungen, Wirrungen 1888 | Frau Jenny Treibel 1892 | Effi Briest 1895
Selma Lagerlöf | Gösta Berlings saga 1891 | Jerusalem 1901 | Nils Holgersson 1906
H. G. Wells | The Time Machine 1895 | The Invisible Man 1897 | The War of the Worlds 1898
Natsume Sōseki | I Am a Cat 1905 | Botchan 1906 | Kokoro 1914
`;

interface SeedAuthor {
  name: string;
  email: string;
  books: { title: string; publishedYear: number }[];
}

export const seedAuthors: SeedAuthor[] = LINES.trim()
  .split("\n")
  .map((line) => {
    const [name = "", ...books] = line.split(" | ");
    return { name, email: emailOf(name), books: books.map(readBook) };
  });

export const AUTHORS = seedAuthors.length;
export const BOOKS = seedAuthors.flatMap(({ books }) => books).length;

/** "Honoré de Balzac" → honore.de.balzac@library.example */
function emailOf(name: string): string {
  const letters = name.normalize("NFD").replaceAll(/[^A-Za-z ]/g, "");
  return `${letters.replaceAll(" ", ".").toLowerCase()}@library.example`;
}

/** "Emma 1815" */
function readBook(text: string): { title: string; publishedYear: number } {
  return { title: text.slice(0, -5), publishedYear: Number(text.slice(-4)) };
}
