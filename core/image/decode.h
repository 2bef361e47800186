// Files → RGB pictures. Everything a camera or the web produces arrives as upright 8-bit RGB: EXIF rotation applied,
// grey spread to three channels, transparency laid on white, CMYK converted.
//
// Pictures are cv::Mat of type CV_8UC3 in RGB order (not OpenCV's BGR). Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/image/header.h"

namespace marcie::image {

// `enoughSide` = 0 decodes exactly. Otherwise the decoder may shrink by 2, 4 or 8 as long as the shorter side keeps at
// least `enoughSide` pixels: several times faster for JPEG, for thumbnails and training.
// Errors: those of readHeader(); format when the decoder gives up.
[[nodiscard]] Result<cv::Mat> decode(std::string_view bytes, int enoughSide = 0);
// Also notFound and io.
[[nodiscard]] Result<cv::Mat> decodeFile(const std::filesystem::path& path, int enoughSide = 0);

// Resized so that the shorter side is `side`, then centre-cropped: [side, side, 3]. Area averaging downwards.
[[nodiscard]] cv::Mat resizeAndCrop(const cv::Mat& rgb, int side);
// Resized so that the longer side is at most `side`; smaller pictures are returned as they are.
[[nodiscard]] cv::Mat fitInto(const cv::Mat& rgb, int side);
// decodeFile + fitInto with the cheapest decoding that is enough.
[[nodiscard]] Result<cv::Mat> thumbnail(const std::filesystem::path& path, int side);

// Errors: io (the encoder gave up).
[[nodiscard]] Result<std::string> encodePng(const cv::Mat& rgb);
[[nodiscard]] Result<std::string> encodeJpeg(const cv::Mat& rgb, int quality);

// The kind of DataProblem that an error of this module is: "missing", "corrupt", "notAnImage", "tooLarge",
// "unreadable".
[[nodiscard]] std::string_view problemKind(ErrorCode code);

}  // namespace marcie::image
