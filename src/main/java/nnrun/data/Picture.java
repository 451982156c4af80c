package nnrun.data;

/// A grey image of numbers, row by row. Beyond its edges it goes on as its outermost pixels.
final class Picture {
  final int height;
  final int width;
  final double[] pixels;

  Picture(int height, int width) {
    this.height = height;
    this.width = width;
    pixels = new double[height * width];
  }

  /// The pixel nearest to a place.
  double at(int y, int x) {
    return pixels[Math.clamp(y, 0, height - 1) * width + Math.clamp(x, 0, width - 1)];
  }

  /// Between the four pixels around a place, in proportion (bilinear).
  double at(double y, double x) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double down = y - top;
    double right = x - left;
    double upper = at(top, left) + right * (at(top, left + 1) - at(top, left));
    double lower = at(top + 1, left) + right * (at(top + 1, left + 1) - at(top + 1, left));
    return upper + down * (lower - upper);
  }

  /// Becomes `from` as seen through a linear map around its centre: the pixel at (y, x) from the centre is that at
  /// (yy·y + yx·x + dy, xy·y + xx·x + dx).
  void map(Picture from, double yy, double yx, double dy, double xy, double xx, double dx) {
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    for (int row = 0; row < height; row++) {
      double y = row - middleY;
      for (int column = 0; column < width; column++) {
        double x = column - middleX;
        pixels[row * width + column] = from.at(middleY + yy * y + yx * x + dy, middleX + xy * y + xx * x + dx);
      }
    }
  }
}
