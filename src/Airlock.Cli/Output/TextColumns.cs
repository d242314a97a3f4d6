using System.Text;

namespace Airlock.Cli.Output;

/// <summary>Text of no more than so many columns: paragraphs, and rows of a name and what is to be said of it.</summary>
internal sealed class TextColumns
{
    private const int Gap = 2;

    private readonly StringBuilder _text = new();
    private readonly int _width;

    /// <param name="width">Columns of the terminal.</param>
    public TextColumns(int width) => _width = width;

    public override string ToString() => _text.ToString();

    /// <summary>One line as it is.</summary>
    public void WriteLine(string line) => _text.Append(line).Append('\n');

    /// <summary>Rows whose second columns begin below each other; a name that is too wide for that has a line of its own.</summary>
    /// <param name="indent">Spaces before each name.</param>
    /// <param name="widestName">Columns that names may take.</param>
    public void WriteRows(IReadOnlyList<(string Name, string Meaning)> rows, int indent, int widestName)
    {
        int column = indent + rows.Max(row => Math.Min(row.Name.Length, widestName)) + Gap;
        foreach ((string name, string meaning) in rows)
        {
            string head = new string(' ', indent) + name;
            bool fits = head.Length + Gap <= column;
            _text.Append(fits ? head.PadRight(column) : head + "\n" + new string(' ', column));
            WriteWords(meaning, column, column);
        }
    }

    /// <summary>Words from one column on, and from another on in further lines.</summary>
    public void WriteWrapped(string text, int first, int further)
    {
        _text.Append(' ', first);
        WriteWords(text, first, further);
    }

    /// <param name="column">Where the line has got to.</param>
    /// <param name="further">Where further lines begin.</param>
    private void WriteWords(string text, int column, int further)
    {
        bool isFirst = true;
        foreach (string word in text.Split(' '))
        {
            if (!isFirst && column + 1 + word.Length > _width)
            {
                column = StartLine(further);
            }
            else if (!isFirst)
            {
                _text.Append(' ');
                column++;
            }

            column = WriteWord(word, column, further);
            isFirst = false;
        }

        _text.Append('\n');
    }

    /// <summary>A word that is wider than a line is cut, as a path may have to be.</summary>
    private int WriteWord(ReadOnlySpan<char> word, int column, int further)
    {
        int line = Math.Max(_width - further, 1);
        while (word.Length > line)
        {
            int room = Math.Max(_width - column, 1);
            _text.Append(word[..room]);
            word = word[room..];
            column = StartLine(further);
        }

        _text.Append(word);
        return column + word.Length;
    }

    private int StartLine(int column)
    {
        _text.Append('\n').Append(' ', column);
        return column;
    }
}
