package nnrun.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nnrun.data.DataFiles.Used;
import nnrun.spec.Names;
import org.jspecify.annotations.Nullable;

/// The published data sets that can be had by name, each with its files as they were published.
@SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
public enum DataName {
  /// 60,000 and 10,000 handwritten digits (LeCun, Cortes, Burges 1998).
  MNIST(
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "image label",
      "",
      file(
          "mnist/train-images-idx3-ubyte.gz",
          9_912_422,
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
      file(
          "mnist/train-labels-idx1-ubyte.gz",
          28_881,
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
      file(
          "mnist/t10k-images-idx3-ubyte.gz",
          1_648_877,
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
      file(
          "mnist/t10k-labels-idx1-ubyte.gz", 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),

  /// 60,000 and 10,000 pieces of clothing of ten kinds (Xiao, Rasul, Vollgraf 2017).
  FASHION_MNIST(
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      "image label",
      "",
      file(
          "fashion-mnist/train-images-idx3-ubyte.gz",
          26_421_880,
          "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
      file(
          "fashion-mnist/train-labels-idx1-ubyte.gz",
          29_515,
          "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
      file(
          "fashion-mnist/t10k-images-idx3-ubyte.gz",
          4_422_102,
          "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
      file(
          "fashion-mnist/t10k-labels-idx1-ubyte.gz",
          5148,
          "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),

  /// 1,797 handwritten digits of 8x8 pixels from 0 to 16 (Alpaydin, Kaynak 1998).
  DIGITS(
      "image label",
      "",
      file("sklearn/digits.csv.gz", 57_523, "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22")),

  /// 150 flowers of three species by four lengths in cm (Fisher 1936).
  IRIS(
      "sepal_length sepal_width petal_length petal_width class",
      "setosa versicolor virginica",
      file("sklearn/iris.csv", 2734, "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449")),

  /// 178 wines of three cultivars by 13 chemical measurements (Forina et al. 1991).
  WINE(
      "alcohol malic_acid ash alcalinity magnesium phenols flavanoids nonflavanoids proanthocyanins color_intensity hue"
          + " dilution proline class",
      "class_0 class_1 class_2",
      file("sklearn/wine_data.csv", 11_157, "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede")),

  /// 569 tumours, malignant or benign, by 30 measurements of their cells (Wolberg, Street, Mangasarian 1995).
  BREAST_CANCER(
      measurements("mean_") + measurements("error_") + measurements("worst_") + "class",
      "malignant benign",
      file("sklearn/breast_cancer.csv", 119_913, "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed")),

  /// 442 patients by age, sex, body and blood, and how their diabetes went on: a number (Efron et al. 2004).
  DIABETES(
      "age sex bmi bp s1 s2 s3 s4 s5 s6 progression",
      "",
      file(
          "sklearn/diabetes_data_raw.csv.gz", 7073, "7fc0ded571454b1982210d3bb43f0aca44eae01a0b8654a3b24022bdb6b38009"),
      file("sklearn/diabetes_target.csv.gz", 1050, "8e53f65eb811df43c206f3534bb3af0e5fed213bc37ed6ba36310157d6023803")),

  /// 4,177 sea snails; the number of their shells' rings (Nash et al. 1994).
  ABALONE(
      "sex length diameter height whole_weight shucked_weight viscera_weight shell_weight rings",
      "",
      file("small-tabular/abalone.csv", 191_872, "eb2de13be807e9bb9ec4128b9c89b98ab23d7739121cfd17b7dde69b46ba7bf6")),

  /// 699 tumours, class 2 benign or 4 malignant, by nine grades; 16 missing (Wolberg 1992).
  BREAST_CANCER_WISCONSIN(
      "thickness cell_size cell_shape adhesion epithelial_size nuclei chromatin nucleoli mitoses class",
      "",
      file(
          "small-tabular/breast-cancer-wisconsin.csv",
          14_486,
          "9c9dc50e62dbcece16e5707bdec7514f87230d0aa35798b9aaffbc77cf736f1f")),

  /// 336 proteins of a bacterium by where in the cell they stay (Nakai 1996).
  ECOLI(
      "mcg gvh lip chg aac alm1 alm2 class",
      "",
      file("small-tabular/ecoli.csv", 12_811, "26836c66779f5ce2b0c4d21c0667dcfb89f2a408e3cdac7e38dbc63e0abd5691")),

  /// 214 pieces of glass of six kinds by refraction and oxides (German 1987).
  GLASS(
      "refraction na mg al si k ca ba fe class",
      "",
      file("small-tabular/glass.csv", 11_154, "1b7039aa2d617c1827e790b55d45ac138dce06b5f2a3fb6c25f2f135b59ad2d0")),

  /// 306 patients; class 1 lived five years after surgery, 2 did not (Haberman 1999).
  HABERMAN(
      "age year nodes class",
      "",
      file("small-tabular/haberman.csv", 3103, "b4b7a32586a5668f9f4d6dc8be9d1bc8cd4822523affb1f6b5bfc350681ef3e2")),

  /// 351 radar echoes, good or bad, by 34 numbers (Sigillito et al. 1989).
  IONOSPHERE(
      numbered(34) + "class",
      "",
      file("small-tabular/ionosphere.csv", 76_466, "fd6dd7864b55d56dac0a1e6e24af9ccc35bf2555ac79af8ab9f3d1daa065ab83")),

  /// 344 penguins of three species by place, size and sex, with gaps (Gorman, Williams, Fraser 2014).
  PENGUINS(
      "species island bill_length_mm bill_depth_mm flipper_length_mm body_mass_g sex",
      "",
      file("small-tabular/penguins.csv", 13_478, "e07636bd8af74260099ea2f8678e2eabbf35def579940cc76f67061ee16c06c1")),

  /// 5,404 vowels, nasal or oral, by five harmonics (Alinat 1993).
  PHONEME(
      numbered(5) + "class",
      "",
      file("small-tabular/phoneme.csv", 174_717, "eacbb9f7a2b2135d067bff28ed7b9adb760f61f5e91f375f91e22e7e42ace24d")),

  /// 768 women of Pima heritage, with or without diabetes (Smith et al. 1988).
  PIMA_DIABETES(
      "pregnancies glucose blood_pressure skin_thickness insulin bmi pedigree age class",
      "",
      file(
          "small-tabular/pima-indians-diabetes.csv",
          23_278,
          "6bfe5d0f379d17a0e0819b996407e3c09bf80febd4287f2ed212190dfff154af")),

  /// 208 echoes of rocks and mines by 60 bands (Gorman, Sejnowski 1988).
  SONAR(
      numbered(60) + "class",
      "",
      file("small-tabular/sonar.csv", 87_775, "3079c09b5d2789a0f96aff82c28e5164fafe2495c5f8da96c6c256c1bd25763f")),

  /// 210 grains of three wheats by seven lengths (Charytanowicz et al. 2010).
  WHEAT_SEEDS(
      "area perimeter compactness length width asymmetry groove class",
      "",
      file("small-tabular/wheat-seeds.csv", 9301, "8dbd1853a4439afc113cfe07f290422c7ce3fe48745d71f3f7eaa027cd38fd6e")),

  /// 1,599 red wines; their quality, a number from 3 to 8 (Cortez et al. 2009).
  WINE_QUALITY_RED(
      quality(),
      "",
      file(
          "small-tabular/winequality-red.csv",
          84_028,
          "c9614512e980f1cbd221c796daa97f00c4898c3cd1716863abac60f6cd1a522e")),

  /// 4,898 white wines; their quality, a number from 3 to 9 (Cortez et al. 2009).
  WINE_QUALITY_WHITE(
      quality(),
      "",
      file(
          "small-tabular/winequality-white.csv",
          264_255,
          "659d419fff887f225bf977d20520bb64a64cae203e460087f809721d4430ba27"));

  /// A file as it was published.
  ///
  /// @param path below a folder of data sets; its last part is the name under which mirrors have the file
  /// @param bytes of its length
  /// @param sha256 of its content, hexadecimal
  public record Published(String path, long bytes, String sha256) {
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private final @Nullable String address;
  private final List<String> columns;
  private final List<String> classes;
  private final List<Published> files;

  DataName(String columns, String classes, Published... files) {
    this(null, columns, classes, files);
  }

  DataName(@Nullable String address, String columns, String classes, Published... files) {
    this.address = address;
    this.columns = List.of(columns.split(" "));
    this.classes = classes.isEmpty() ? List.of() : List.of(classes.split(" "));
    this.files = List.of(files);
  }

  private static Published file(String path, long bytes, String sha256) {
    return new Published(path, bytes, sha256);
  }

  private static String measurements(String of) {
    return "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension "
        .replaceAll("(\\w+)", of + "$1");
  }

  private static String numbered(int count) {
    StringBuilder names = new StringBuilder();
    IntStream.rangeClosed(1, count).forEach(i -> names.append('x').append(i).append(' '));
    return names.toString();
  }

  private static String quality() {
    return "fixed_acidity volatile_acidity citric_acid residual_sugar chlorides free_sulfur_dioxide"
        + " total_sulfur_dioxide density ph sulphates alcohol quality";
  }

  /// Where its files can be had; null where no lasting address is known.
  public @Nullable String address() {
    return address;
  }

  /// Of both its parts, where it has two.
  public List<Published> files() {
    return files;
  }

  /// The command that brings a file; null if it belongs to none of the sets.
  ///
  /// @param path as configs write it
  static @Nullable String whatBrings(String path) {
    for (DataName name : values()) {
      if (name.files.stream().anyMatch(file -> file.path.equals(path))) {
        return "nnrun fetch " + Names.of(name) + (name.address == null ? " --from ADDRESS" : "");
      }
    }
    return null;
  }

  /// Of its columns, the target among them.
  List<String> columns() {
    return columns;
  }

  /// Names of the classes where the file has numbers from 0; else empty.
  List<String> classes() {
    return classes;
  }

  String target() {
    return this == PENGUINS ? "species" : columns.getLast();
  }

  /// Whether it was published as training and test rows.
  boolean inParts() {
    return files.size() == 4;
  }

  /// Its columns in their order, under the names of the file.
  Table load(DataFiles from, Named.Part part) {
    int first = part == Named.Part.TEST ? 2 : 0;
    Table table =
        switch (this) {
          case MNIST, FASHION_MNIST -> new Idx(files.get(first).path, files.get(first + 1).path).load(from);
          case DIGITS -> digits(csv(files.getFirst(), from));
          case DIABETES -> beside(csv(files.getFirst(), from), csv(files.getLast(), from));
          default -> csv(files.getFirst(), from);
        };
    for (Published file : inParts() ? files.subList(first, first + 2) : files) {
      verify(file, from.used());
    }
    return table;
  }

  private Table csv(Published file, DataFiles from) {
    int skip = classes.isEmpty() ? 0 : 1; // scikit-learn's line of counts and class names
    Header header = this == PENGUINS ? Header.TRUE : Header.FALSE;
    Delimiter delimiter = new Delimiter(this == DIABETES ? ' ' : ',');
    return new Csv(file.path, header, delimiter, skip, List.of("?", "NA")).load(from);
  }

  private void verify(Published file, List<Used> used) {
    for (Used each : used) {
      if (each.path().equals(file.path) && !each.sha256().equals(file.sha256)) {
        throw new DataException(
            file.path
                + ": not the file that was published as "
                + Names.of(this)
                + " (SHA-256 "
                + each.sha256()
                + " where "
                + file.sha256
                + " is wanted); move it away and fetch it again, or read it with a source of its own kind");
      }
    }
  }

  /// 64 columns of pixels and one of labels as images and labels.
  private static Table digits(Table table) {
    int rows = table.rows();
    byte[] pixels = new byte[64 * rows];
    for (int k = 0; k < 64; k++) {
      Values values = Preprocessing.numeric(table.columns().get(k), table).values();
      for (int row = 0; row < rows; row++) {
        pixels[64 * row + k] = (byte) values.at(row);
      }
    }
    Column image = new Column.Pixels("image", List.of(8, 8), 64, pixels);
    return new Table(
        table.place(), List.of(image, table.columns().getLast()), true, List.of(), table.lines(), table.store());
  }

  private static Table beside(Table left, Table right) {
    Column[] all = Arrays.copyOf(left.columns().toArray(Column[]::new), left.columns().size() + 1);
    all[all.length - 1] = right.columns().getFirst();
    return new Table(left.place(), List.of(all), false, List.of(), left.lines(), left.store());
  }
}
