using System.Globalization;
using System.Xml.Linq;

namespace Airlock.Bench.Chart;

/// <summary>A drawing of the few shapes that the chart has; colours come from its style sheet, by class.</summary>
internal sealed class Svg
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public Svg(double width, double height, string title, string description, string style)
    {
        string viewBox = $"0 0 {Number(width)} {Number(height)}";
        _root = Element("svg", ("viewBox", viewBox), ("role", "img"), ("aria-labelledby", "title desc"));
        _root.Add(
            new XElement(s_svg + "title", new XAttribute("id", "title"), title),
            new XElement(s_svg + "desc", new XAttribute("id", "desc"), description),
            new XElement(s_svg + "style", style));
    }

    public void Text(double x, double y, string text, string style = "", string anchor = "start")
    {
        XElement element = Element(
            "text", ("class", style), ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));
        element.Value = text;
        _root.Add(element);
    }

    public void Box(string style, Area area, double radius = 2) =>
        _root.Add(Element(
            "rect", ("class", style), ("x", Number(area.X)), ("y", Number(area.Y)),
            ("width", Number(area.Width)), ("height", Number(area.Height)), ("rx", Number(radius))));

    public void Line(string style, double x1, double y1, double x2, double y2) => _root.Add(Element(
        "line", ("class", style), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2))));

    public void Dot(string style, double x, double y) => _root.Add(Element(
        "circle", ("class", style), ("cx", Number(x)), ("cy", Number(y)), ("r", "4")));

    public void Curve(string style, params (double X, double Y)[] points)
    {
        string places = string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
        _root.Add(Element("polyline", ("class", style), ("points", places)));
    }

    public override string ToString() => _root + "\n";

    private static XElement Element(string name, params (string Name, string Value)[] attributes) => new(
        s_svg + name,
        attributes.Where(a => a.Value.Length > 0).Select(a => new XAttribute(a.Name, a.Value)));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
