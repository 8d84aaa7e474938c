/// List and score of the Outliers screen.
struct OutliersPane: Sendable {
  var list = SiteList()
}
